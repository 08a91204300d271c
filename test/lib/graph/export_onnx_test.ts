import assert from "node:assert/strict";
import * as ort from "onnxruntime-node";
import { SeedStream } from "../../../lib/core/seed.ts";
import { dataInterface, readSource } from "../../../lib/graph/data_source.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { runFlow } from "../../../lib/graph/flow.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { output, sourceKey } from "../../../lib/graph/reference.ts";
import { OnnxModel } from "../../../lib/models/onnx_model.ts";
import { readOnnxHeader } from "../../../lib/models/onnx/onnx_header.ts";
import * as tf from "../../../lib/tf.ts";
import { branched, cells, voltage } from "./fixtures.ts";

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

Deno.test("toOnnx() refuses estimators, with the nodes in question, and odd sizes", async () => {
  const graph = ModelGraph.of([
    new ModelNode({ label: "PCA", model: "pca", input: voltage }),
    new ModelNode({ label: "Head", model: "mlp", input: output("PCA") }),
  ]);
  using built = graph.build([cells]);
  await assert.rejects(() => built.toOnnx(["Head"]), {
    name: "GraphError",
    message: /Cannot export Head to ONNX: PCA is an estimator/,
  });
  await assert.rejects(() => built.toOnnx(["Head"], { batch: 0 }), /0 samples at once/);
  await assert.rejects(() => built.toOnnx(["Haed" as "Head"]), /did you mean "Head"/);
});
