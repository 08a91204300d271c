import assert from "node:assert/strict";
import { accuracy } from "../../../../lib/experiment/metrics/accuracy.ts";
import { confusionMatrix } from "../../../../lib/experiment/metrics/confusion_matrix.ts";
import { UndefinedMetricError } from "../../../../lib/experiment/metrics/metric.ts";
import { rocAuc } from "../../../../lib/experiment/metrics/ranking.ts";

const batch = { outputs: [[2, 0, 1], [0, 1, 2]], targets: [0, 1] };

Deno.test("Accumulation.result() of nothing is NaN, and reason() says why", () => {
  const gathered = accuracy.with().start();
  assert.ok(Number.isNaN(gathered.result()));
  assert.equal(gathered.reason(), "no sample was added that has a weight above 0");
  gathered.add(batch);
  assert.deepEqual([gathered.result(), gathered.reason()], [0.5, undefined]);
});

Deno.test("a metric at once throws an error with its reason where it is undefined", () => {
  assert.throws(() => rocAuc([1, 2], [1, 1]), (error: unknown) => {
    assert.ok(error instanceof UndefinedMetricError);
    assert.deepEqual([error.metric, error.reason], ["rocAuc", "all samples are of class 1"]);
    return true;
  });
});

Deno.test("Accumulation.add() takes nothing of a batch that it refuses", () => {
  const gathered = accuracy.with().start();
  gathered.add(batch);
  const before = gathered.getState();
  assert.throws(() => gathered.add({ outputs: [[1, 0, 0], [0, 1, 0]], targets: [0, 9] }));
  assert.deepEqual(gathered.getState(), before);
});

Deno.test("Metric.start(state) goes on from a state that came as a message", () => {
  for (const metric of [accuracy.with(), confusionMatrix.with(), rocAuc.with()]) {
    const [one, all] = [metric.start(), metric.start()];
    const rest = { outputs: [[0, 0, 4], [1, 3, 0], [0, 0, 1]], targets: [2, 1, 0] };
    one.add(batch);
    const other = metric.start(structuredClone(one.getState()));
    other.add(rest);
    for (const each of [batch, rest]) all.add(each);
    assert.deepEqual(other.result(), all.result());
    assert.notDeepEqual(one.getState(), other.getState());
  }
});

Deno.test("Accumulation.merge() refuses what another metric has gathered", () => {
  const gathered = accuracy.with().start();
  assert.throws(
    () => gathered.merge(accuracy.with({ topK: 2 }).start()),
    /Cannot merge "accuracy" with \{"topK":2\} into "accuracy" with \{\}/,
  );
});

Deno.test("a metric's config is a frozen copy of its options", () => {
  const labels = ["a", "b", "c"];
  const metric = confusionMatrix.with({ labels });
  labels.push("d");
  assert.deepEqual(metric.getConfig(), { labels: ["a", "b", "c"] });
  assert.ok(Object.isFrozen(metric.getConfig().labels));
  assert.equal(confusionMatrix.name, "confusionMatrix");
});

Deno.test("Accumulation.getState() keeps nothing of the arrays of a batch", () => {
  const outputs = Float32Array.of(1, 2, 3);
  const gathered = rocAuc.with().start();
  gathered.add({ outputs, targets: [0, 1, 1] });
  outputs.fill(0);
  assert.equal(gathered.result(), 1);
});
