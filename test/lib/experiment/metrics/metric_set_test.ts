import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { accuracy } from "../../../../lib/experiment/metrics/accuracy.ts";
import { sumOf } from "../../../../lib/experiment/metrics/class_counts.ts";
import { confusionMatrix } from "../../../../lib/experiment/metrics/confusion_matrix.ts";
import {
  computeMetrics,
  MetricSet,
  type NodePrediction,
} from "../../../../lib/experiment/metrics/metric_set.ts";
import { f1 } from "../../../../lib/experiment/metrics/precision_recall.ts";
import { r2 } from "../../../../lib/experiment/metrics/explained.ts";
import { rmse } from "../../../../lib/experiment/metrics/regression_errors.ts";
import { type Prediction, Predictor } from "../../../../lib/training/predictor.ts";
import { assertClose } from "./close.ts";

const batch = { outputs: [[2, 0, 1], [0, 1, 2]], targets: [0, 1] };
const rest = { outputs: [[0, 0, 4], [1, 3, 0], [0, 0, 1]], targets: [2, 1, 0] };

Deno.test("computeMetrics() gives results by name, typed by the metrics", () => {
  const listed = computeMetrics(
    ["accuracy", "confusionMatrix", f1.with({ average: "none" })],
    batch,
  );
  const share: number = listed.accuracy;
  assert.equal(share, 0.5);
  assert.equal(listed.confusionMatrix.at(1, 2), 1);
  assert.deepEqual(listed.f1, [1, 0, 0]);
  const named = computeMetrics({
    top1: accuracy,
    top2: accuracy.with({ topK: 2 }),
    matrix: confusionMatrix.with({ normalize: "all" }),
    each: f1.with({ average: "none" }),
  }, [batch, rest]);
  const numbers: readonly number[] = [named.top1, named.top2, named.each[0] ?? NaN];
  assert.deepEqual(numbers, [3 / 5, 1, 2 / 3]);
  assert.equal(named.matrix.at(0, 0), 1 / 5);
});

Deno.test("computeMetrics() tells which results are undefined, and why", () => {
  const told: string[] = [];
  const { rocAuc } = computeMetrics(["rocAuc", "accuracy"], { outputs: [1], targets: [1] }, {
    onUndefined: (name, reason) => told.push(`${name}: ${reason}`),
  });
  assert.ok(Number.isNaN(rocAuc));
  assert.deepEqual(told, ["rocAuc: all samples are of class 1"]);
});

Deno.test("computeMetrics() takes what a Predictor gives, by port where there are several", () => {
  const tensor = (...data: number[]) => ({
    dtype: "float32" as const,
    shape: [2, 1],
    data: Float32Array.from(data),
  });
  const one: NodePrediction = {
    outputs: { output: tensor(1, 2) },
    targets: tensor(1, 4),
    weights: Float32Array.of(1, 0),
  };
  assert.equal(computeMetrics(["mae"], one).mae, 0);
  const two: NodePrediction = { ...one, outputs: { low: tensor(0, 0), high: tensor(3, 3) } };
  assert.equal(computeMetrics(["mae"], two, { port: "high" }).mae, 2);
  assert.throws(() => computeMetrics(["mae"], two), /an output of "low", "high": give one/);
  assert.throws(() => computeMetrics(["mae"], two, { port: "mid" }), /the output "mid" of "low"/);
  assert.throws(
    () => computeMetrics(["mae"], { ...one, targets: undefined }),
    /samples without targets/,
  );
});

Deno.test("new MetricSet() refuses a list with two metrics of one name", () => {
  assert.throws(
    () => new MetricSet(["accuracy", accuracy.with({ topK: 2 })]),
    /two metrics "accuracy" of a list: give them names of their own/,
  );
});

Deno.test("MetricSet gathers in parts, in other processes as well", () => {
  const set = new MetricSet(["accuracy", "logLoss", "rocCurve"]);
  const [one, other, all] = [set.start(), set.start(), set.start()];
  one.add(batch);
  other.add(rest);
  for (const each of [batch, rest]) all.add(each);
  const sent = set.start(structuredClone(other.getState()));
  one.merge(sent);
  assert.deepEqual(one.results(), all.results());
  assert.deepEqual(set.getConfig().logLoss, { name: "logLoss", config: {} });
  assert.throws(() => one.merge(new MetricSet(["accuracy"]).start() as never), /has no "logLoss"/);
});

/** What an untrained model gives: all samples at once, and in padded batches. */
async function predictionsOf(targets: readonly (number | readonly number[])[]) {
  const seeds = SeedStream.from(2);
  const x = targets.map(() => [seeds.normal(), seeds.normal()]);
  const points = FeatureSet.fromRecords("points", x.map((x, at) => ({ x, y: targets[at] })), {
    features: ["x"],
    targets: ["y"],
  });
  const model = new MLP({ outputShape: [2], hidden: 4 });
  const head = new ModelNode({ label: "Head", model, input: reference(points, { features: "x" }) });
  using built = ModelGraph.of([head]).build([points], { seeds });
  const predictor = new Predictor(built);
  const { Head: whole = assert.fail() } = await predictor.predict({ points: points.toView() });
  const batches: Prediction[] = [];
  for (const batch of new SimpleSampler({ batchSize: 16, last: "pad" }).batches(points.toView())) {
    const { Head = assert.fail() } = await predictor.predict({ points: batch });
    batches.push(Head);
  }
  assert.deepEqual(batches.map(({ weights }) => weights.length), [16, 16, 16]);
  return { whole, batches };
}

Deno.test("computeMetrics() measures what a Predictor gives of classes, without padding", async () => {
  const { whole, batches } = await predictionsOf(Array.from({ length: 40 }, (_, at) => at % 2));
  const list = ["accuracy", "logLoss", "rocAuc", "confusionMatrix"] as const;
  const [all, parts] = [computeMetrics(list, whole), computeMetrics(list, batches)];
  assert.equal(sumOf(parts.confusionMatrix.values.map(sumOf)), 40);
  assert.deepEqual(parts.confusionMatrix, all.confusionMatrix);
  assert.equal(parts.accuracy, all.accuracy);
  assertClose([parts.logLoss, parts.rocAuc], [all.logLoss, all.rocAuc], { tolerance: 1e-6 });
});

Deno.test("computeMetrics() measures what a Predictor gives of numbers, without padding", async () => {
  const targets = Array.from({ length: 40 }, (_, at) => [at / 10, Math.sin(at)]);
  const { whole, batches } = await predictionsOf(targets);
  const each = { raw: r2.with({ multioutput: "raw" }), rmse };
  const [all, parts] = [computeMetrics(each, whole), computeMetrics(each, batches)];
  assert.equal(parts.raw.length, 2);
  assertClose([...parts.raw, parts.rmse], [...all.raw, all.rmse], { tolerance: 1e-5 });
});
