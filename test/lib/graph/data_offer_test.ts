import assert from "node:assert/strict";
import { reference } from "../../../lib/data/reference.ts";
import { offersOf, savedOffers } from "../../../lib/graph/data_offer.ts";
import { sourceKey } from "../../../lib/graph/reference.ts";
import { voltages } from "./voltages.ts";

const cells = voltages({ count: 8 }).splitRandom({ ratios: { train: 0.5, test: 0.5 }, seed: 1 });

Deno.test("offersOf() tells shapes of all columns and splits, without the samples", () => {
  const findOffer = offersOf([cells]);
  assert.deepEqual(findOffer(reference(cells, { features: "voltage" })), {
    offered: { shape: [1, 10], dtype: "float32" },
    targets: { shape: [1], dtype: "float32" },
  });
  assert.deepEqual(
    findOffer(reference(cells, { targets: "soh", split: "train" }))?.offered.shape,
    [1],
  );
  assert.throws(
    () => findOffer({ featureSet: "cells", split: "tran", selection: {} }),
    /No split "tran": did you mean "train"/,
  );
});

Deno.test("savedOffers() tells what was written down, and nothing of other columns", () => {
  const source = reference(cells, { features: "voltage" });
  const offer = { offered: { shape: [1, 10], dtype: "float32" } } as const;
  const findOffer = savedOffers(new Map([[sourceKey(source), offer]]));
  assert.equal(findOffer(source), offer);
  assert.equal(findOffer(reference(cells, { targets: "soh" })), undefined);
});
