import assert from "node:assert/strict";
import { releaseModels } from "../../../../../lib/engine/build.ts";
import { compile } from "../../../../../lib/engine/compile.ts";
import { foldConstants } from "../../../../../lib/engine/program/passes/fold_constants.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import * as tf from "../../../../../lib/tf.ts";
import { assertClose } from "../../agreement.ts";
import { floats } from "../../rule_cases.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

type Image = tf.Tensor4D;

Deno.test("foldConstants computes what depends on constants only", () => {
  const x = matrix(2);
  const [a, b] = [matrix(2), matrix()];
  const constants = [
    { value: a, data: Float32Array.of(3) },
    { value: b, data: Float32Array.of(2) },
  ];
  const product = operation("Multiply", [a, b], {});
  const sum = operation("Sum", [product.output], { axis: [0], keepDims: false });
  const y = operation("Add", [x, sum.output], {});
  const program = programOf({ x, operations: [product, sum, y], y: y.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[] = constant 12",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});

Deno.test("foldConstants computes a softmax of constants", () => {
  const [x, logits] = [matrix(2), matrix(2)];
  const softmax = operation("Softmax", [logits], {});
  const sum = operation("Add", [x, softmax.output], {});
  const constants = [{ value: logits, data: Float32Array.of(2, 2) }];
  const program = programOf({ x, operations: [softmax, sum], y: sum.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[2] = constant 0.5 …",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});

Deno.test("foldConstants leaves slopes alone that portable kernels get wrong", async () => {
  const [image, filter] = [floats([1, 4, 5, 2]), floats([2, 2, 2, 3])];
  const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    dilated: (x) => tf.conv2d(x as Image, filter as Image, 1, "same", "NHWC", 2),
    averaged: (x) => tf.avgPool(x as Image, 3, 1, "same"),
  };
  for (const [name, fn] of Object.entries(functions)) {
    const slope = (x: tf.Tensor) => tf.grad((x: tf.Tensor) => tf.sum(fn(x)))(x);
    const known = await compile(() => slope(image), { threads: 1 })();
    const given = await compile(slope, { threads: 1 })(image);
    assertClose(known.dataSync(), given.dataSync(), { name, tolerance: 1e-6 });
  }
  await releaseModels();
});
