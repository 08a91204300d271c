import assert from "node:assert/strict";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { inverseChain } from "../../../../lib/data/scale/inverse_chain.ts";
import { NotInvertibleError } from "../../../../lib/data/scale/scaler.ts";

const set = FeatureSet.fromColumns("s", { a: [0, 10], b: [100, 300] }, { features: ["a", "b"] });
const half = [buildColumn("a", [0.5])];

Deno.test("inverseChain() runs scalers backwards, from the newest to the oldest", () => {
  const { scalerRecords } = set.fitTransform("minMax", { domain: "features" })
    .fitTransform("negate", { domain: "features" });
  const target = { domain: "features", keys: ["a"], into: "transformed" } as const;
  const [back] = inverseChain([buildColumn("a", [-0.5])], scalerRecords, target);
  assert.equal(back?.at(0), 5);
});

Deno.test("inverseChain() follows named representations to the one that they started from", () => {
  const { scalerRecords } = set.fitTransform("minMax", { domain: "features", into: "unit" })
    .fitTransform("negate", { domain: "features", from: "unit", into: "turned" });
  const target = { domain: "features", keys: ["b"], into: "turned" } as const;
  assert.equal(inverseChain([buildColumn("b", [-0.5])], scalerRecords, target)[0]?.at(0), 200);
  const unit = { ...target, into: "unit" };
  assert.equal(inverseChain(half, scalerRecords, unit)[0]?.at(0), 200);
});

Deno.test("inverseChain() needs the other keys only where a scaler mixed them", () => {
  const target = { domain: "features", keys: ["a"], into: "transformed" } as const;
  const { scalerRecords: apart } = set.fitTransform("standard", { domain: "features" });
  assert.equal(inverseChain([buildColumn("a", [0])], apart, target)[0]?.at(0), 5);
  const { scalerRecords: shared } = set.fitTransform("minMax", {
    domain: "features",
    share: "all",
  });
  assert.throws(() => inverseChain(half, shared, target), (error: unknown) => {
    assert.ok(error instanceof NotInvertibleError);
    assert.match(error.message, /Cannot scale "a" back alone.*give "b" as well/);
    return true;
  });
});

Deno.test("inverseChain() says which scaler has no inverse", () => {
  const { scalerRecords } = set.fitTransform("absolute", { domain: "features" });
  const target = { domain: "features", keys: ["a"], into: "transformed" } as const;
  assert.throws(
    () => inverseChain(half, scalerRecords, target),
    /absolute has no inverse; undo it/,
  );
});
