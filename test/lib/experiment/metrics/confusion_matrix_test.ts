import assert from "node:assert/strict";
import {
  ConfusionMatrix,
  confusionMatrix,
} from "../../../../lib/experiment/metrics/confusion_matrix.ts";
import { matthews } from "../../../../lib/experiment/metrics/agreement.ts";
import { textBesideChart } from "./display.ts";
import { compareWithGolden } from "./golden.ts";

const labels = ["no", "yes"];

Deno.test("confusionMatrix is that of scikit-learn", () => {
  compareWithGolden("confusionMatrix", (matrix) => (matrix as ConfusionMatrix).values);
});

Deno.test("ConfusionMatrix.at() finds entries by label and by number, actual first", () => {
  const matrix = confusionMatrix([0, 1, 1], [0, 0, 0], { from: "labels", labels });
  assert.equal(matrix.at("no", "yes"), 2);
  assert.equal(matrix.at(0, 1), 2);
  assert.equal(matrix.at("yes", "no"), 0);
  assert.throws(() => matrix.at("maybe", 0), /class "maybe": there are no, yes/);
});

Deno.test("ConfusionMatrix.normalized() gives 0 for classes without samples, and divides once", () => {
  const matrix = confusionMatrix([0, 1, 1], [0, 0, 0], { from: "labels", labels });
  assert.deepEqual(matrix.normalized("true").values, [[1 / 3, 2 / 3], [0, 0]]);
  assert.deepEqual(matrix.normalized("predicted").values, [[1, 1], [0, 0]]);
  assert.throws(() => matrix.normalized("all").normalized("true"), /begin with the counts/);
});

Deno.test("confusionMatrix() needs a label for each class, and may name more", () => {
  assert.throws(
    () => confusionMatrix([2], [0], { from: "labels", labels }),
    /3 classes with 2 labels \(no, yes\)/,
  );
  const more = confusionMatrix([1], [0], { from: "labels", labels: ["a", "b", "c"] });
  assert.deepEqual(more.values, [[0, 1, 0], [0, 0, 0], [0, 0, 0]]);
});

Deno.test("ConfusionMatrix shows itself as a heat map and as text, without HTML", () => {
  const matrix = new ConfusionMatrix(labels, [[12, 3], [0, 4]]);
  assert.equal(
    textBesideChart(matrix),
    "Confusion matrix (samples; rows: actual, columns: predicted)\n" +
      "     no  yes\nno   12    3\nyes   0    4",
  );
  assert.deepEqual(JSON.parse(JSON.stringify(matrix)).values, [[12, 3], [0, 4]]);
});

Deno.test("ConfusionMatrix of many classes names the greatest confusions", () => {
  const targets = Array.from({ length: 300 }, (_, at) => at % 100);
  const outputs = targets.map((target, at) => at < 5 ? 7 : target);
  const matrix = confusionMatrix(outputs, targets, { from: "labels" });
  const text = textBesideChart(matrix);
  assert.match(text, /^Confusion matrix of 100 classes, greatest confusions \(samples\)\nactual/);
  assert.equal(text.split("\n").length, 2 + 5);
});

Deno.test("confusionMatrix() and cohenKappa() refuse labels that are no numbers of classes", () => {
  assert.throws(
    () => confusionMatrix([5000], [0], { from: "labels" }),
    /4096 are the most; labels/,
  );
  assert.throws(() => matthews([1e8], [0], { from: "labels" }), /Cannot count 100000001 classes/);
});
