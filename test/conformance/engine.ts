/**
 * What every engine must compute, as one suite over any of them. The reference is tfjs's portable
 * backend.
 *
 * @module
 */

import assert from "node:assert/strict";
import { releaseModels } from "../../lib/engine/build.ts";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import type { EngineName } from "../../lib/engine/engines/engine.ts";
import { MissingKernelError } from "../../lib/engine/engines/missing_kernel.ts";
import { NotFiniteError } from "../../lib/engine/run/check_finite.ts";
import * as tf from "../../lib/tf.ts";
import { assertClose } from "../lib/engine/agreement.ts";
import { type EngineCase, FORWARD, GRADIENTS } from "./engine/cases.ts";
import { train, TRAINING, type TrainingCase } from "./engine/training.ts";

/** What an engine is known to lack: the case and the kernel that it misses. */
export type KnownGaps = Readonly<Record<string, string>>;

/** Relative to the larger of 1 and the value. */
const TOLERANCES: Readonly<Record<EngineName, number>> = {
  "onnx": 2e-5,
  "onnx-webgpu": 1e-4,
  "tensorflow": 2e-5,
  "webgpu": 1e-4,
  "wasm": 2e-5,
  "cpu": 0,
};

/** Rounding grows over ten steps. */
const GROWTH = 10;

/**
 * Runs the suite.
 *
 * @param engine an engine that is available
 * @param gaps cases that it cannot run
 */
export function testEngine(engine: EngineName, gaps: KnownGaps): void {
  Deno.test(`the engine ${engine}`, async (t) => {
    async function check(name: string, body: () => Promise<void>): Promise<void> {
      const kernel = gaps[name];
      const sentence = kernel === undefined ? name : `${name}: refused for want of ${kernel}`;
      await t.step(sentence, () => kernel === undefined ? body() : refuses(body, kernel));
    }
    for (const [name, given] of Object.entries({ ...FORWARD, ...GRADIENTS })) {
      await check(name, () => computesAlike(engine, given));
    }
    for (const [name, given] of Object.entries(TRAINING)) {
      await check(`training ${name}`, () => trainsAlike(engine, given));
    }
    await t.step(
      "names the operation that gave the first number that is none",
      () => namesCulprit(engine),
    );
    await t.step("keeps the weights of the last finite step", () => keepsWeights(engine));
    await t.step(
      "leaves the backend in use and tensors outside as they were",
      () => leavesOutside(engine),
    );
    await releaseModels();
  });
}

async function refuses(body: () => Promise<void>, kernel: string): Promise<void> {
  await assert.rejects(body(), (error) => {
    assert.ok(error instanceof MissingKernelError, String(error));
    assert.equal(error.kernel, kernel);
    return true;
  });
}

async function computesAlike(engine: EngineName, { fn, arguments: given }: EngineCase) {
  const wanted = [tf.tidy(() => fn(...given) as tf.Tensor | tf.Tensor[])].flat();
  const run = compile((...tensors: tf.Tensor[]) => [fn(...tensors)].flat(), { engine, threads: 1 });
  const got = await run(...given);
  assert.deepEqual(
    got.map(({ dtype, shape }) => [dtype, shape]),
    wanted.map(({ dtype, shape }) => [dtype, shape]),
  );
  got.forEach((tensor, index) => {
    const reference = wanted[index] as tf.Tensor;
    const tolerance = TOLERANCES[engine];
    assertClose(tensor.dataSync(), reference.dataSync(), { name: `result ${index}`, tolerance });
  });
  tf.dispose([wanted, got]);
}

async function trainsAlike(engine: EngineName, given: TrainingCase): Promise<void> {
  const [got, wanted] = [await train(given, { engine }), await train(given, { engine: "cpu" })];
  const tolerance = GROWTH * TOLERANCES[engine];
  assertClose(got.losses, wanted.losses, { name: "losses", tolerance });
  assertClose(got.weights, wanted.weights, { name: "weights", tolerance });
  assert.ok((got.losses.at(-1) ?? 1) < (got.losses[0] ?? 0), "it learns nothing");
}

/** Overflow, as graphics processors need not make a NaN of the logarithm of a negative number. */
async function namesCulprit(engine: EngineName): Promise<void> {
  const fn = compile((x: tf.Tensor) => {
    const masked = tf.where(tf.less(x, 0), tf.fill([2], -Infinity), x);
    return tf.sum(tf.add(tf.square(tf.sub(masked, 2)), 1));
  }, { engine, checkFinite: true, threads: 1 });
  await assert.rejects(fn(tf.tensor1d([1, 1e30])), (error) => {
    assert.ok(error instanceof NotFiniteError, String(error));
    assert.equal(error.output, "result");
    // What cannot be read at once cannot be watched.
    if (engine === "webgpu") return true;
    assert.equal(error.culprit?.operation, "Square");
    assert.equal(error.culprit.kind, "Infinity");
    assert.match(error.culprit.site ?? "", /at engine.ts:\d+/);
    return true;
  });
}

/** Neither steps that train nor steps that fail leave tensors behind. */
async function keepsWeights(engine: EngineName): Promise<void> {
  const weight = tf.variable(tf.scalar(1));
  const model = { call: (x: tf.Tensor) => tf.square(tf.mul(x, weight)), trainable: [weight] };
  const options = { optimizer: tf.train.sgd(0.5), engine, checkFinite: true, threads: 1 };
  const [good, bad, y] = [tf.tensor1d([0.5]), tf.tensor1d([1e30]), tf.tensor1d([0])];
  {
    using step = compileStep(model, (_y, p) => tf.mean(p), options);
    await step(good, y);
    const { numTensors, numDataBuffers } = tf.memory();
    await assert.rejects(step(bad, y), NotFiniteError);
    assert.deepEqual([tf.memory().numTensors, tf.memory().numDataBuffers], [
      numTensors,
      numDataBuffers,
    ]);
  }
  assertClose(weight.dataSync(), [0.75], { name: "weight", tolerance: 1e-6 });
}

async function leavesOutside(engine: EngineName): Promise<void> {
  const outside = tf.variable(tf.tensor1d([1, 2]));
  const count = tf.memory().numTensors;
  const result = await compile((x: tf.Tensor) => tf.mul(x, outside), { engine })(tf.scalar(3));
  assert.deepEqual([...result.dataSync()], [3, 6]);
  assert.deepEqual([...outside.dataSync()], [1, 2]);
  assert.equal(tf.getBackend(), "cpu");
  assert.equal(tf.memory().numTensors, count + 2, "the argument and the result are the only more");
  tf.dispose([outside, result]);
}
