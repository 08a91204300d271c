import assert from "node:assert/strict";
import * as ort from "onnxruntime-node";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { dataInterface, readSource } from "../../../lib/graph/data_source.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { runFlow } from "../../../lib/graph/flow.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { output, sourceKey } from "../../../lib/graph/reference.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { OnnxModel } from "../../../lib/models/onnx_model.ts";
import { readOnnxHeader } from "../../../lib/models/onnx/onnx_header.ts";
import { FittedModel } from "../../../lib/models/estimators/fitted_model.ts";
import { pureFunction } from "../../../lib/models/function_model.ts";
import type { Model } from "../../../lib/models/model.ts";
import { onlyInput } from "../../../lib/models/ports.ts";
import * as tf from "../../../lib/tf.ts";
import { Predictor } from "../../../lib/training/predictor.ts";
import { branched, cells, voltage } from "./fixtures.ts";
import { buildCase, data, onnxCases } from "./onnx_cases.ts";

/** What the nodes give, computed by tfjs without any engine. */
async function eager(built: BuiltGraph, label: string): Promise<Float32Array> {
  await tf.setBackend("cpu");
  const { data, shape } = readSource(cells.toView(), { source: voltage });
  return tf.tidy(() => {
    const feeds = { [sourceKey(voltage)]: tf.tensor(data, [...shape]) };
    const samples = { cells: { feeds, weights: tf.ones([8]) } };
    const result = runFlow(built, samples, { training: false })[label]?.outputs.output;
    return Float32Array.from(result?.dataSync() ?? []);
  });
}

function assertClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  assert.equal(found.length, wanted.length);
  Array.from(wanted).forEach((value, at) =>
    assert.ok(Math.abs((found[at] ?? NaN) - value) < 1e-5, `${found[at]} is not ${value}`)
  );
}

Deno.test("toOnnx() gives a file that computes what the graph computes", async () => {
  using built = branched().build([cells], { seeds: SeedStream.from(4) });
  const file = await built.toOnnx(["Head", "EncB"], { batch: 8 });
  const session = await ort.InferenceSession.create(file);
  const { data } = readSource(cells.toView(), { source: voltage });
  const x = new ort.Tensor("float32", data as Float32Array, [8, 1, 10]);
  const found = await session.run({ "EncA.input": x });
  await session.release();
  assert.deepEqual(Object.keys(found), ["Head.output", "EncB.output"]);
  assertClose(found["Head.output"]?.data as Float32Array, await eager(built, "Head"));
  assertClose(found["EncB.output"]?.data as Float32Array, await eager(built, "EncB"));
});

Deno.test("toOnnx() writes down what ports mean, and OnnxModel reads it", async () => {
  using built = branched().build([cells], { seeds: SeedStream.from(4) });
  const file = await built.toOnnx(["EncB"]);
  assert.deepEqual(readOnnxHeader(file).metadata, {
    "EncB.input.domain": "signal",
    "EncB.output.domain": "embedding",
    "EncB.output.units": "1",
    "EncB.output.meaning": "shape",
    "EncB.output.range": "-1, 1",
  });
  const inputs = { input: dataInterface(voltage, [cells]) };
  const model = new OnnxModel({ bytes: file }).build({ inputs, seeds: SeedStream.from(0) });
  assert.deepEqual(model.outputs.output, built.node("EncB").outputs.output);
  const found = await model.run({ input: readSource(cells.toView(), { source: voltage }) });
  assertClose(found.output?.data ?? [], await eager(built, "EncB"));
});

for (const name of onnxCases) {
  Deno.test(`toOnnx() takes any number of samples: ${name}`, async () => {
    using built = await buildCase(name);
    const [tail = ""] = built.graph.tails.toReversed();
    const file = await built.toOnnx();
    const [input = assert.fail()] = readOnnxHeader(file).inputs;
    assert.equal(input.axes?.[0], "batch");
    const session = await ort.InferenceSession.create(file);
    const [source = assert.fail()] = built.sources.keys();
    const { selection } = JSON.parse(source);
    for (const count of [1, 24]) {
      const view = data.toView().take(Array.from({ length: count }, (_, row) => row));
      const { [tail]: wanted } = await new Predictor(built, { threads: 1 }).predict({
        cells: view,
      });
      const { values, shape } = view.getFeatures({ keys: selection.features });
      const x = new ort.Tensor("float32", Float32Array.from(values), [...shape]);
      const found = await session.run({ [input.name]: x });
      for (const [port, { data, shape }] of Object.entries(wanted?.outputs ?? {})) {
        assert.deepEqual(found[`${tail}.${port}`]?.dims, shape);
        assertClose(found[`${tail}.${port}`]?.data as Float32Array, data);
      }
    }
    await session.release();
  });
}

Deno.test("toOnnx() has an input for each source, all of one number of samples", async () => {
  const other = FeatureSet.fromColumns("other", { heat: [1, 2, 3] }, { features: ["heat"] });
  const graph = ModelGraph.of([
    new ModelNode({ label: "Volts", model: new MLP({ outputShape: [2] }), input: voltage }),
    new ModelNode({ label: "Heat", model: new MLP({ outputShape: [2] }), input: other }),
    new MergeNode({ label: "Both", merge: "max", inputs: ["Volts", "Heat"] }),
  ]);
  using built = graph.build([cells, other]);
  const session = await ort.InferenceSession.create(await built.toOnnx());
  const samples = { cells: cells.take([0, 1, 2]), other: other.toView() };
  const { Both } = await new Predictor(built, { threads: 1 }).predict(samples);
  const [volts, heat] = Object.values(samples).map((view) => {
    const { values, shape } = view.getFeatures();
    return new ort.Tensor("float32", Float32Array.from(values), [...shape]);
  });
  assert.ok(volts && heat);
  const found = await session.run({ "Volts.input": volts, "Heat.input": heat });
  await session.release();
  assertClose(found["Both.output"]?.data as Float32Array, Both?.outputs.output?.data ?? []);
});

Deno.test("toOnnx() refuses a function that depends on how many samples there are", async () => {
  const centred = pureFunction((x) => tf.sub(x, tf.mean(x, 0)), { name: "centred" });
  const shares = pureFunction((x) => tf.div(x, x.shape[0] ?? 1), { name: "shares" });
  const of = (model: Model): BuiltGraph =>
    ModelGraph.of([new ModelNode({ label: "Own", model, input: voltage })]).build([cells]);
  using shared = of(shares);
  await assert.rejects(() => shared.toOnnx(), {
    name: "FixedBatchError",
    message: /Cannot export Own to ONNX for any number of samples: .*; give a number, as/,
  });
  assert.deepEqual(readOnnxHeader(await shared.toOnnx(["Own"], { batch: 4 })).inputs[0]?.axes, [
    4,
    1,
    10,
  ]);
  // A mean over the samples is one, whatever their number.
  using mean = of(centred);
  assert.equal(readOnnxHeader(await mean.toOnnx()).inputs[0]?.axes?.[0], "batch");
});

/** An estimator that says nothing of how tensors would express it. */
const unrecorded: Model = {
  name: "first",
  getConfig: () => ({}),
  build: ({ inputs }) =>
    new FittedModel<number>({
      who: "First",
      input: onlyInput(inputs),
      outputs: { output: { shape: [1], dtype: "float32" } },
      weighted: false,
      method: {
        fit: ({ x }) => x.data[0] ?? 0,
        predict: (first, { rows }) => {
          return { output: { rows, columns: 1, data: new Float64Array(rows).fill(first) } };
        },
        save: (value) => ({ tensors: {}, values: { value } }),
        load: (state) => state.number("value"),
      },
    }),
};

Deno.test("toOnnx() refuses to write no nodes", async () => {
  using built = branched().build([cells]);
  await assert.rejects(built.toOnnx([]), /Cannot export no nodes: give labels of some/);
});

Deno.test("toOnnx() refuses what tensors cannot express or has not learned, and odd sizes", async () => {
  using inner = branched().build([cells]);
  const model = new OnnxModel({ bytes: await inner.toOnnx(["EncB"]) });
  const graph = ModelGraph.of([
    new ModelNode({ label: "PCA", model: "pca", input: voltage }),
    new ModelNode({ label: "File", model, input: voltage }),
    new ModelNode({ label: "Own", model: unrecorded, input: voltage }),
    new ModelNode({ label: "Head", model: "mlp", input: output("PCA") }),
  ]);
  using built = graph.build([cells]);
  await assert.rejects(() => built.toOnnx(["Head", "File", "Own"]), {
    name: "GraphError",
    message:
      /3 problems\n {2}PCA .*fit it first\n {2}File is an ONNX model of its own.*\n {2}Own .*cannot/,
  });
  await assert.rejects(() => built.toOnnx(["Head"], { batch: 0 }), /0 samples at once/);
  await assert.rejects(() => built.toOnnx(["Haed" as "Head"]), /did you mean "Head"/);
});
