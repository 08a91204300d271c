import assert from "node:assert/strict";
import { forestOf, leafOf } from "../../../../../lib/models/estimators/trees/forest.ts";
import { treeTensors } from "../../../../../lib/models/estimators/trees/forest_tensors.ts";
import * as tf from "../../../../../lib/tf.ts";

Deno.test("treeTensors() goes down trees of any depth as leafOf() does, up to the threshold left", () => {
  const leaf = { features: [-1], thresholds: [0], children: [-1], values: [[9, 8]] };
  const deep = {
    features: [1, -1, 0, -1, -1],
    thresholds: [0.5, 0, -1, 0, 0],
    children: [1, -1, 3, -1, -1],
    values: [[], [1, 2], [], [3, 4], [5, 6]],
  };
  const forest = forestOf([leaf, deep, leaf], 2);
  const rows = [[0, 0.5], [-1, 0.6], [-0.9, 0.6], [7, -7]];
  const x = { rows: 4, columns: 2, data: Float64Array.from(rows.flat()) };
  const found = treeTensors(forest, tf.tensor2d(rows));
  assert.deepEqual(found.shape, [4, 3, 2]);
  const wanted = rows.map((_, row) =>
    [...forest.roots].map((root) => {
      const at = 2 * leafOf(forest, root, { x, row });
      return [...forest.values.data.subarray(at, at + 2)];
    })
  );
  assert.deepEqual(found.arraySync(), wanted);
  assert.deepEqual(wanted.map(([, own]) => own), [[1, 2], [3, 4], [5, 6], [1, 2]]);
});
