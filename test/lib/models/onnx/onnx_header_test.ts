import assert from "node:assert/strict";
import { compile } from "../../../../lib/engine/compile.ts";
import { readMeaning, writeMeaning } from "../../../../lib/models/onnx/interface_metadata.ts";
import { readOnnxHeader } from "../../../../lib/models/onnx/onnx_header.ts";
import * as tf from "../../../../lib/tf.ts";
import { onnxFile } from "./onnx_file.ts";

const bytes = compile((x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y))
  .toOnnx(tf.zeros([4, 2]), tf.zeros([2, 3]));

Deno.test("readOnnxHeader() reads the ports of what toOnnx() writes", () => {
  const { inputs, outputs, metadata } = readOnnxHeader(bytes);
  assert.deepEqual(inputs.map(({ type, axes }) => [type, axes]), [[1, [4, 2]], [1, [2, 3]]]);
  assert.deepEqual(outputs.map(({ type, axes }) => [type, axes]), [[1, [4, 3]]]);
  assert.deepEqual(metadata, {});
});

Deno.test("readOnnxHeader() reads axes with names or without, and takes no weight for an input", () => {
  const file = onnxFile(["Mul"], {
    inputs: [["x", 1, ["N", 3, null]], ["w", 1, []]],
    outputs: [["y", 7]],
    weight: "w",
  });
  const { inputs, outputs } = readOnnxHeader(file);
  assert.deepEqual(inputs, [{ name: "x", type: 1, axes: ["N", 3, null] }]);
  assert.deepEqual(outputs, [{ name: "y", type: 7, axes: undefined }]);
});

Deno.test("readMeaning() reads what writeMeaning() wrote, of each port", () => {
  const signal = { domain: "signal", units: "V", range: [-1, 2.5], meaning: "pulse" } as const;
  const file = writeMeaning(bytes, { x: signal, y: { units: "%" } });
  const { inputs, metadata } = readOnnxHeader(file);
  assert.equal(inputs.length, 2);
  assert.deepEqual(readMeaning(metadata, "x"), signal);
  assert.deepEqual(readMeaning(metadata, "y"), { units: "%" });
  assert.deepEqual(readMeaning(metadata, "z"), {});
});

Deno.test("readMeaning() refuses ranges that are none", () => {
  assert.deepEqual(readMeaning({ "x.range": "[0, 1]" }, "x").range, [0, 1]);
  for (const range of ["", "1", "2, 1", "0, 1, 2", "low, high"]) {
    assert.throws(() => readMeaning({ "x.range": range }, "x"), /x\.range.*as "0, 100"/);
  }
});

Deno.test("readOnnxHeader() refuses files that are cut off, and other files", () => {
  const refused = { name: "SyntaxError" };
  assert.throws(() => readOnnxHeader(new Uint8Array()), /no graph/);
  assert.throws(() => readOnnxHeader(bytes.subarray(0, bytes.length / 2)), refused);
  assert.throws(() => readOnnxHeader(new TextEncoder().encode("label,soh\n1,2\n")), refused);
  assert.throws(() => readOnnxHeader(new Uint8Array(40).fill(255)), refused);
});
