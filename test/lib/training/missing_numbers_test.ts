import assert from "node:assert/strict";
import { Column } from "../../../lib/data/column.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { isComplete, lackingColumns } from "../../../lib/training/missing_numbers.ts";

Deno.test("isComplete() knows columns that lack samples, hold NaN, or can hold none", () => {
  const float = (values: number[], valid?: Uint8Array): Column =>
    new Column({ dtype: "float32", shape: [], values: Float32Array.from(values), valid });
  assert.equal(isComplete(float([1, 2])), true);
  assert.equal(isComplete(float([1, NaN])), false);
  assert.equal(isComplete(float([1, 0], Uint8Array.of(1, 0))), false);
  const whole = new Column({ dtype: "int32", shape: [], values: Int32Array.of(1, 2) });
  assert.equal(isComplete(whole), true);
  const long = new Float32Array((1 << 24) + 1);
  assert.equal(isComplete(new Column({ dtype: "float32", shape: [], values: long })), false);
});

Deno.test("lackingColumns() names what lacks something, but for padding", () => {
  const set = FeatureSet.fromColumns("a", { x: [1, null], y: [1, 2], z: [[1, 2], [3, NaN]] }, {
    features: ["x", "y", "z"],
  }) as FeatureSet;
  const names = set.columnNames;
  assert.equal(lackingColumns(set.toView(), names), '"x", "z"');
  assert.equal(lackingColumns(set.take([0]).padTo(3), names), "none");
});
