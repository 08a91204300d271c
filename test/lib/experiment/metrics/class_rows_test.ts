import assert from "node:assert/strict";
import { accuracy } from "../../../../lib/experiment/metrics/accuracy.ts";
import { readClassRows, readScoreRows } from "../../../../lib/experiment/metrics/class_rows.ts";

const options = { from: "labels", threshold: 0.5, ignore: -100 } as const;

Deno.test("readScoreRows() says which shapes do not fit", () => {
  const outputs = [[1, 0, 0], [0, 1, 0]];
  assert.throws(() => accuracy(outputs, [0]), /there are 2 samples and 1; give a target for each/);
  assert.throws(
    () => accuracy(outputs, [[0, 1], [1, 0]]),
    /outputs \[2,3\] with targets \[2,2\]: give one class for each of 2 rows, or one-hot .* of 3 cl/,
  );
});

Deno.test("readScoreRows() says which class does not exist", () => {
  assert.throws(
    () => accuracy([[1, 0]], [2]),
    /there is 2 in row 0; give whole numbers from 0 to 1/,
  );
  assert.throws(() => accuracy([[1, 0]], [-1]), /there is -1 in row 0/);
  assert.throws(() => accuracy([1, 2], [0, 0.5]), /there is 0.5 in row 1/);
  assert.throws(() => accuracy([[1, 0]], [[0.5, 0.5]]), /one-hot: row 0 is \[0.5, 0.5\]/);
  assert.throws(() => accuracy([[1, 0]], [[1, 1]]), /row 0 is \[1, 1\]; give one 1/);
});

Deno.test("readScoreRows() does not look at what does not count", () => {
  const batch = { outputs: [[NaN, 1], [1, 0]], targets: [7, 0], weights: [0, 2] };
  assert.deepEqual(readScoreRows(batch, options).weights, Float64Array.of(0, 2));
  const ignored = { outputs: [[1, 0], [1, 0]], targets: [-100, 0] };
  assert.deepEqual(readScoreRows(ignored, options).weights, Float64Array.of(0, 1));
});

Deno.test("readClassRows() finds as many classes as labels need", () => {
  const { classes, predicted } = readClassRows({ outputs: [[0], [4]], targets: [1, 2] }, options);
  assert.deepEqual([classes, [...predicted]], [5, [0, 4]]);
  const oneHot = { outputs: [0, 1], targets: [[1, 0, 0], [0, 1, 0]] };
  assert.deepEqual(readClassRows(oneHot, options).classes, 3);
  assert.throws(
    () => readClassRows({ outputs: [0.7], targets: [1] }, options),
    /outputs as labels: there is 0.7 in row 0; give whole numbers from 0, or from: "logits"/,
  );
});
