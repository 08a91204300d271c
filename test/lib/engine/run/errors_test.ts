import assert from "node:assert/strict";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { compile } from "../../../../lib/engine/compile.ts";
import { compileStep } from "../../../../lib/engine/compile_step.ts";
import {
  EngineMissingError,
  ExecutionError,
  executionError,
  OutOfMemoryError,
  PrecisionError,
} from "../../../../lib/engine/run/errors.ts";
import * as tf from "../../../../lib/tf.ts";

Deno.test("a run that needs more memory than there is ends with an OutOfMemoryError, and the next one works", async () => {
  // Every pair of 2²⁰ numbers: 4 TiB, which no machine gives.
  const fn = compile(
    (x: tf.Tensor) => tf.sum(tf.exp(tf.add(tf.expandDims(x, 0), tf.expandDims(x, 1)))),
    { threads: 1 },
  );
  await assert.rejects(fn(tf.zeros([2 ** 20])), (error) => {
    assert.ok(error instanceof OutOfMemoryError && error instanceof ExecutionError);
    assert.equal(error.bytes, 2 ** 42);
    assert.match(error.message, /^Cannot run Add as it needs 4 TiB at once: use smaller batches/);
    return true;
  });
  assert.equal((await fn(tf.zeros([2]))).dataSync()[0], 4);
  await releaseModels();
});

Deno.test("executionError() tells missing engines, missing memory and all else apart", () => {
  const adapter = executionError("load", new Error("x.cc:1 Failed to get a WebGPU adapter: none"));
  assert.ok(adapter instanceof EngineMissingError);
  assert.match(adapter.message, /says "Failed to get a WebGPU adapter: none": install a Vulkan/);
  const halves = executionError(
    "run",
    new Error("Program Cast requires f16 but the device does not support it."),
  );
  assert.ok(halves instanceof PrecisionError);
  assert.match(
    halves.message,
    /has no floats of 16 bits \(shader-f16\)\. Use precision: "float32"$/,
  );
  const memory = executionError("run", new Error("std::bad_alloc"));
  assert.match(
    memory.message,
    /^Cannot run the program as it needs more memory than there is: use/,
  );
  const other = executionError("load", "odd");
  assert.ok(other instanceof ExecutionError && !(other instanceof OutOfMemoryError));
  assert.equal(other.message, "Cannot load the program: odd");
});

Deno.test("a step that fails names the operation, its layer and the line", async () => {
  const layers = [
    tf.layers.embedding({ inputDim: 5, outputDim: 2, inputLength: 3 }),
    tf.layers.flatten(),
  ];
  const model = tf.sequential({ layers });
  const optimizer = tf.train.sgd(0.1);
  using step = compileStep(model, tf.losses.meanSquaredError, { optimizer, threads: 1 });
  const y = tf.zeros([1, 6]);
  await assert.rejects(step(tf.tensor2d([[1, 7, 2]]), y), (error) => {
    assert.ok(error instanceof ExecutionError);
    assert.match(
      error.message,
      /^Cannot run GatherV2, called by the layer Embedding.*idx=7.*\[-5,4\]/,
    );
    return true;
  });
  assert.ok(Number.isFinite(await step(tf.tensor2d([[1, 4, 2]]), y)));
  await releaseModels();
});
