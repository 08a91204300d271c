import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { encodeModel } from "../../../lib/engine/lower/onnx.ts";
import { describeModel, writeModel } from "../../../lib/models/describe_model.ts";
import { LayersModel } from "../../../lib/models/layers_model.ts";
import { OnnxModel } from "../../../lib/models/onnx_model.ts";
import * as tf from "../../../lib/tf.ts";
import { onnxFile } from "./onnx/onnx_file.ts";
import { buildFor } from "./training.ts";

Deno.test("describeModel() counts what is trained and what is not", () => {
  const layers = [
    tf.layers.dense({ units: 2, inputShape: [4], name: "first" }),
    tf.layers.batchNormalization({ name: "norm" }),
  ];
  using model = buildFor(new LayersModel(tf.sequential({ layers })), [4]);
  const description = describeModel(model);
  const { trained, others, bytes, flops, learning } = description;
  assert.deepEqual({ trained, others, bytes, flops, learning }, {
    trained: 14,
    others: 4,
    bytes: 72,
    flops: 16,
    learning: "gradient",
  });
  assert.deepEqual(writeModel(description).split("\n"), [
    "input: (4) float32 →",
    "  first/kernel          (4, 2)",
    "  first/bias            (2)",
    "  norm/gamma            (2)",
    "  norm/beta             (2)",
    "  norm/moving_mean      (2) not trained",
    "  norm/moving_variance  (2) not trained",
    "→ output: (2) float32",
    "14 numbers are trained, 4 are not, 16 operations a sample",
  ]);
});

Deno.test("describeModel() describes models without parameters", () => {
  const bytes = onnxFile(["Neg"], { inputs: [["x", 1, ["N"]]], outputs: [["y", 1, ["N"]]] });
  const inputs = { input: { shape: [], dtype: "float32" } } as const;
  const model = new OnnxModel({ bytes }).build({ inputs, seeds: SeedStream.from(1) });
  const { learning, parameters, bytes: memory } = describeModel(model);
  assert.deepEqual({ learning, parameters, memory }, {
    learning: "none",
    parameters: [],
    memory: 0,
  });
});

Deno.test("describeModel() counts the numbers of an ONNX file, but no sizes and indices", () => {
  const data = Float32Array.from({ length: 6 }, Math.sqrt);
  const bytes = encodeModel({
    inputs: [{ name: "x", type: "float32", dims: ["N", 3] }],
    outputs: [{ name: "y", type: "float32", dims: ["N", 2] }],
    tensors: [
      { name: "kernel", type: "float32", dims: [3, 2], data },
      { name: "sizes", type: "int64", dims: [2], data: BigInt64Array.of(-1n, 2n) },
    ],
    nodes: [
      { type: "MatMul", name: "m", inputs: ["x", "kernel"], outputs: ["z"], attributes: {} },
      { type: "Reshape", name: "r", inputs: ["z", "sizes"], outputs: ["y"], attributes: {} },
    ],
  });
  const inputs = { input: { shape: [3], dtype: "float32" } } as const;
  const model = new OnnxModel({ bytes }).build({ inputs, seeds: SeedStream.from(1) });
  const { parameters, trained, others, bytes: memory } = describeModel(model);
  assert.deepEqual(parameters, [{ name: "kernel", shape: [3, 2], size: 6, trained: false }]);
  assert.deepEqual([trained, others, memory], [0, 6, 24]);
});
