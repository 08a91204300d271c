import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
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
