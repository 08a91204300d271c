import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { OrdinalEncoder } from "../../../../lib/data/scale/ordinal_encoder.ts";

const matrix = { rows: 3, features: [Float64Array.of(0, 1, NaN)], levels: [["warm", "cold"]] };
const strange = { rows: 1, features: [Float64Array.of(0)], levels: [["hot"]] };

Deno.test("OrdinalEncoder numbers categories, in the order given or sorted", () => {
  const numbered = (
    options = {},
  ) => [...new OrdinalEncoder(options).fit(matrix).transform(matrix).features[0] ?? []];
  assert.deepEqual(numbered(), [1, 0, NaN]);
  assert.deepEqual(numbered({ categories: [["warm", "cold"]] }), [0, 1, NaN]);
});

Deno.test("OrdinalEncoder refuses a category that it has not learned, or gives it a number", () => {
  assert.throws(() => new OrdinalEncoder().fit(matrix).transform(strange), /Cannot encode "hot"/);
  const options = { handleUnknown: "useEncodedValue", unknownValue: 9 } as const;
  const made = new OrdinalEncoder(options).fit(matrix).transform(strange);
  assert.equal(made.features[0]?.[0], 9);
});

Deno.test("OrdinalEncoder reads what a regression gives as the nearest category", () => {
  const set = FeatureSet.fromColumns("s", { size: ["S", "M", "L"] }, {
    features: [],
    targets: ["size"],
  })
    .fitTransform("ordinal", { domain: "targets", config: { categories: [["S", "M", "L"]] } });
  assert.deepEqual(set.decode([0.2, 1.6, 7], { domain: "targets" }), { size: ["S", "L", null] });
});
