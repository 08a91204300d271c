import assert from "node:assert/strict";
import { accuracy, balancedAccuracy } from "../../../../lib/experiment/metrics/accuracy.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("accuracy and balancedAccuracy are those of scikit-learn", () => {
  compareWithGolden("accuracy");
  compareWithGolden("balancedAccuracy");
});

Deno.test("accuracy() takes classes, a column of them and one-hot targets alike", () => {
  const outputs = [[2, 0, 1], [0, 1, 2]];
  for (const targets of [[0, 1], [[0], [1]], [[1, 0, 0], [0, 1, 0]]]) {
    assert.equal(accuracy(outputs, targets), 0.5);
    assert.equal(accuracy([0, 2], targets, { from: "labels" }), 0.5);
  }
});

Deno.test("accuracy() of one score says yes above the threshold, which is a probability", () => {
  assert.equal(accuracy([-1, 0.1, 3], [0, 1, 1]), 1);
  assert.equal(accuracy([[-1], [0.1], [3]], [[0], [1], [1]], { threshold: 0.9 }), 2 / 3);
  assert.equal(accuracy([0.2, 0.6], [0, 0], { from: "probabilities" }), 0.5);
});

Deno.test("accuracy() counts every place of a sequence but those that are ignored", () => {
  const outputs = [[[1, 0], [0, 1]], [[1, 0], [1, 0]]];
  assert.equal(accuracy(outputs, [[0, 1], [1, -100]]), 2 / 3);
  assert.equal(accuracy(outputs, [[0, 1], [1, 0]], { weights: [[1, 0], [3, 0]] }), 0.25);
  assert.equal(accuracy(outputs, [[0, 1], [1, 0]], { weights: [1, 3] }), 5 / 8);
});

Deno.test("accuracy() takes the first of equal scores, in topK as well", () => {
  assert.equal(accuracy([[1, 1, 0]], [0]), 1);
  assert.equal(accuracy([[1, 1, 0]], [1]), 0);
  assert.equal(accuracy([[1, 1, 1, 0]], [2], { topK: 2 }), 0);
  assert.equal(accuracy([[1, 1, 1, 0]], [1], { topK: 2 }), 1);
});

Deno.test("accuracy() refuses a topK that means nothing", () => {
  assert.throws(() => accuracy([[1, 0]], [0], { topK: 2 }), /among the 2 greatest of 2 scores/);
  assert.throws(() => accuracy([1], [0], { topK: 2, from: "labels" }), /scores to choose from/);
  assert.throws(() => accuracy.with({ topK: 1.5 }), /topK = 1.5: give a whole number/);
});

Deno.test("balancedAccuracy() leaves out classes that no sample has", () => {
  assert.equal(balancedAccuracy([0, 2, 1], [0, 0, 1], { from: "labels" }), 0.75);
  assert.throws(
    () => balancedAccuracy([0, 0], [0, 0], { from: "labels", adjusted: true }),
    /all samples are of one class/,
  );
});
