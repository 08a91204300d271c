import assert from "node:assert/strict";
import { f1, precision, recall } from "../../../../lib/experiment/metrics/precision_recall.ts";
import { compareWithGolden } from "./golden.ts";

const labels = { from: "labels" } as const;

Deno.test("precision, recall and f1 are those of scikit-learn", () => {
  for (const metric of ["precision", "recall", "f1"]) compareWithGolden(metric);
});

Deno.test("precision() refuses a third class with the average binary, and says what to give", () => {
  assert.throws(
    () => precision([[1, 0, 0]], [0]),
    /3 classes with the average "binary": give aver/,
  );
  const gathered = f1.with().start();
  gathered.add({ outputs: [1, -1], targets: [1, 0] });
  assert.throws(() => gathered.add({ outputs: [[1, 0, 0]], targets: [0] }), /3 classes/);
  assert.equal(gathered.result(), 1);
});

Deno.test("precision() of nothing that came out is zeroDivision", () => {
  const never = [0, 0, 0];
  assert.equal(precision(never, [1, 0, 0], labels), 0);
  assert.equal(precision(never, [1, 0, 0], { ...labels, zeroDivision: 1 }), 1);
  assert.throws(
    () => precision(never, [1, 0, 0], { ...labels, zeroDivision: "nan" }),
    /positive class does not occur/,
  );
  const each = precision(never, [1, 0, 0], { ...labels, zeroDivision: "nan", average: "none" });
  assert.deepEqual(each, [2 / 3, NaN]);
  const macro = { ...labels, zeroDivision: "nan", average: "macro" } as const;
  assert.equal(precision(never, [1, 0, 0], macro), 2 / 3);
});

Deno.test("recall() leaves classes out of the macro mean that neither occur nor come out", () => {
  const outputs = [[1, 0, 0, 0], [0, 1, 0, 0]];
  assert.equal(recall(outputs, [0, 1], { average: "macro" }), 1);
  assert.equal(recall(outputs, [0, 1], { average: "macro", classes: [0, 1, 2, 3] }), 0.5);
  assert.deepEqual(recall(outputs, [0, 1], { average: "none" }), [1, 1, 0, 0]);
});

Deno.test("f1() refuses options that it does not have or cannot take", () => {
  assert.throws(() => precision.with({ beta: 2 } as never), /No option "beta"/);
  assert.throws(() => f1.with({ beta: 0 }), /beta = 0: give a number above 0/);
  assert.throws(() => f1.with({ zeroDivision: 0.5 as never }), /give 0, 1 or "nan"/);
  assert.throws(() => f1.with({ average: "mean" as never }), /average = "mean"/);
});
