import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { SeedStream } from "../../../lib/core/seed.ts";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compile } from "../../../lib/engine/compile.ts";
import type { HostTensor } from "../../../lib/engine/run/onnx_runtime.ts";
import type { Interface, Ports } from "../../../lib/models/interface.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { type FixedModel, ShapeError, StateError } from "../../../lib/models/model.ts";
import { writeMeaning } from "../../../lib/models/onnx/interface_metadata.ts";
import { OnnxModel } from "../../../lib/models/onnx_model.ts";
import { models } from "../../../lib/models/registry.ts";
import * as tf from "../../../lib/tf.ts";
import { inFolder } from "../../support/temporary.ts";
import { assertClose } from "../engine/agreement.ts";
import { floats } from "../engine/rule_cases.ts";
import { onnxFile } from "./onnx/onnx_file.ts";
import { buildFor, predict } from "./training.ts";

const port = { shape: [2], dtype: "float32" } as const;

function build(bytes: Uint8Array, inputs: Ports<Interface> = { input: port }): FixedModel {
  return new OnnxModel({ bytes }).build({ inputs, seeds: SeedStream.from(0) });
}

function host(values: readonly number[], shape: readonly number[]): HostTensor {
  return { dtype: "float32", shape, data: Float32Array.from(values) };
}

Deno.test("OnnxModel computes what the model computes that toOnnx() wrote", async () => {
  using mlp = buildFor(new MLP({ outputShape: [1, 3] }), [1, 10]);
  const x = floats([5, 1, 10]);
  const call = (x: tf.Tensor): tf.Tensor => predict(mlp, x).output as tf.Tensor;
  const bytes = compile(call).toOnnx(x);
  const model = build(bytes, { input: { shape: [1, 10], dtype: "float32" } });
  assert.equal(model.learning, "none");
  assert.deepEqual(model.outputs, { output: { shape: [1, 3], dtype: "float32" } });
  // The file is for batches of 5: fewer, as many, and more.
  for (const samples of [2, 5, 12]) {
    const batch = floats([samples, 1, 10], { seed: samples });
    const data = batch.dataSync() as Float32Array;
    const { output } = await model.run({ input: { dtype: "float32", shape: batch.shape, data } });
    assert.deepEqual(output?.shape, [samples, 1, 3]);
    const wanted = call(batch).dataSync();
    assertClose(output?.data ?? [], wanted, { name: `${samples} samples`, tolerance: 1e-5 });
  }
  await releaseModels();
});

Deno.test("OnnxModel has the ports of its file, several by their names, with what metadata says", async () => {
  const ports = { inputs: [["a", 1, ["N", "T"]], ["b", 1, ["N", "T"]]] } as const;
  const file = onnxFile(["Add", "Sub"], {
    ...ports,
    outputs: [["sum", 1, ["N", "T"]], ["difference", 1, ["N", "T"]]],
  });
  const bytes = writeMeaning(file, { a: { units: "V" }, sum: { units: "V", range: [0, 5] } });
  const offered = { shape: [3], dtype: "float32" } as const;
  const model = build(bytes, { a: offered, b: offered });
  assert.deepEqual(model.inputs, { a: { ...offered, units: "V" }, b: offered });
  assert.deepEqual(model.outputs, {
    sum: { ...offered, units: "V", range: [0, 5] },
    difference: offered,
  });
  const { sum, difference } = await model.run({
    a: host([1, 2, 3, 4, 5, 6], [2, 3]),
    b: host([1, 1, 1, 2, 2, 2], [2, 3]),
  });
  assert.deepEqual([...sum?.data ?? []], [2, 3, 4, 6, 7, 8]);
  assert.deepEqual([...difference?.data ?? []], [0, 1, 2, 2, 3, 4]);
  await releaseModels();
});

for (
  const [type, dtype] of [[1, "float32"], [11, "float32"], [6, "int32"], [7, "int32"]] as const
) {
  Deno.test(`OnnxModel converts numbers to elements of type ${type} and back`, async () => {
    const file = onnxFile(["Neg"], {
      inputs: [["x", type, ["N", 2]]],
      outputs: [["y", type, ["N", 2]]],
    });
    const model = build(file);
    assert.equal(model.inputs.input?.dtype, "float32");
    assert.equal(model.outputs.output?.dtype, dtype);
    const { output } = await model.run({ input: host([1, -2, 3, 0], [2, 2]) });
    const data = Float32Array.of(-1, 2, -3, 0);
    assert.equal(output?.dtype, dtype);
    assert.deepEqual(Float32Array.from(output?.data ?? [], (value) => value + 0), data);
    await releaseModels();
  });
}

Deno.test("OnnxModel is made again of its config, from its bytes or from the same file", async () => {
  await inFolder(async (folder) => {
    const bytes = onnxFile(["Neg"], {
      inputs: [["x", 1, ["N", 2]]],
      outputs: [["y", 1, ["N", 2]]],
    });
    const path = `${folder}/model.onnx`;
    await writeFile(path, bytes);
    for (const plan of [new OnnxModel({ bytes }), new OnnxModel({ path })]) {
      const config = JSON.parse(JSON.stringify(plan.getConfig()));
      assert.deepEqual(models.get("onnx")(config).getConfig(), plan.getConfig());
    }
    const config = new OnnxModel({ path }).getConfig();
    await writeFile(path, writeMeaning(bytes, { x: { units: "V" } }));
    assert.throws(() => models.get("onnx")(config), StateError);
    assert.throws(() => models.get("onnx")({}), /give a path, or bytes/);
  });
});

Deno.test("OnnxModel refuses inputs of other shapes before it runs", () => {
  const file = onnxFile(["Add"], {
    inputs: [["a", 1, ["N", "T"]], ["b", 1, ["N", "T"]]],
    outputs: [["sum", 1, ["N", "T"]]],
  });
  const three = { shape: [3], dtype: "float32" } as const;
  assert.throws(() => build(file, { a: three }), /b: expected \(3\), found nothing/);
  assert.throws(() => build(file, { a: three, b: port }), /b: expected \(3\), found \(2\)/);
  assert.throws(() => build(file, { a: three, b: three, c: three }), /c: expected inputs "a", "b"/);
  assert.throws(() => build(file, { a: { ...three, shape: [3, 1] }, b: three }), ShapeError);
  const model = build(file, { a: three, b: three });
  assert.throws(() => model.setState({ tensors: { w: host([1], [1]) } }), StateError);
  assert.doesNotThrow(() => model.setState(model.getState()));
});

Deno.test("OnnxModel refuses batches that do not fit, and results without a row for each sample", async () => {
  const file = onnxFile(["Add"], {
    inputs: [["a", 1, ["N", 2]], ["b", 1, ["N", 2]]],
    outputs: [["sum", 1, ["N", 2]]],
  });
  const model = build(file, { a: port, b: port });
  const [two, one] = [host([1, 2, 3, 4], [2, 2]), host([1, 2], [1, 2])];
  await assert.rejects(model.run({ a: two, b: one }), /b: expected 2 axes, the first of 2 samples/);
  await assert.rejects(model.run({ a: two }), /b: .*found nothing/);
  const shape = onnxFile(["ReduceSum"], {
    inputs: [["x", 1, ["N", 2]]],
    outputs: [["y", 1, ["A", "B"]]],
  });
  await assert.rejects(build(shape).run({ input: two }), /"y".*\(1, 1\) for 2 samples/);
  await releaseModels();
});

Deno.test("OnnxModel refuses files whose ports no other model could exchange", () => {
  const text = onnxFile(["Identity"], { inputs: [["x", 8, ["N"]]], outputs: [["y", 8, ["N"]]] });
  assert.throws(() => new OnnxModel({ bytes: text }), /"x" has elements of type 8/);
  const scalar = onnxFile(["Neg"], { inputs: [["x", 1, []]], outputs: [["y", 1, []]] });
  assert.throws(() => new OnnxModel({ bytes: scalar }), /no axis for samples/);
  const apart = onnxFile(["Mul"], {
    inputs: [["x", 1, ["N"]], ["w", 1, []]],
    outputs: [["y", 1, ["N"]]],
    weight: "w",
    elsewhere: true,
  });
  assert.throws(() => new OnnxModel({ bytes: apart }), /"w" lie in another file/);
  assert.throws(() => new OnnxModel({ bytes: new Uint8Array(3) }), SyntaxError);
  assert.throws(() => new OnnxModel({} as never), /give a path, or bytes/);
  assert.throws(() => new OnnxModel("model.onnx" as never), /give an object with "path", "bytes"/);
});
