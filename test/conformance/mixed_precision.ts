/**
 * What an engine must do that computes in mixed precision, as one suite. The reference is tfjs's portable
 * backend, which has 32 bits.
 *
 * @module
 */

import assert from "node:assert/strict";
import { releaseModels } from "../../lib/engine/build.ts";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import type { EngineName } from "../../lib/engine/engines/engine.ts";
import type { Precision } from "../../lib/engine/lower/precision.ts";
import { PrecisionError } from "../../lib/engine/run/errors.ts";
import * as tf from "../../lib/tf.ts";
import { assertClose } from "../lib/engine/agreement.ts";
import { floats } from "../lib/engine/rule_cases.ts";
import { train, TRAINING } from "./engine/training.ts";

/** Half of the distance between floats of 16 bits, relative to them. */
const ROUNDING = 2 ** -11;

type Products = (...tensors: tf.Tensor[]) => tf.Tensor;

/** Products of each kind, of sums of at most 40. */
const PRODUCTS: Readonly<Record<string, readonly [Products, ...tf.Tensor[]]>> = {
  "matrices": [(a, b) => tf.matMul(a, b), floats([4, 40]), floats([40, 3])],
  "matrices in batches": [
    (a, b) => tf.matMul(a, b, false, true),
    floats([2, 4, 8]),
    floats([2, 5, 8]),
  ],
  "a convolution": [
    (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
    floats([2, 5, 5, 3]),
    floats([3, 3, 3, 4]),
  ],
};

/** Models of the common suite; its LSTM takes most of a minute where a processor plays the device. */
const TRAINED = ["an MLP with dropout", "an MLP in micro-batches with a schedule", "a CNN"];

/**
 * Runs the suite.
 *
 * @param engine an engine that is available and has mixed precision
 */
export function testMixedPrecision(engine: EngineName): void {
  Deno.test(`mixed precision on the engine ${engine}`, async (t) => {
    for (const [name, [fn, ...given]] of Object.entries(PRODUCTS)) {
      await t.step(`products of ${name} are rounded to 16 bits`, () => rounds(engine, fn, given));
    }
    await t.step("all else keeps 32 bits", () => keepsSums(engine));
    for (const name of TRAINED) {
      const given = TRAINING[name];
      assert.ok(given);
      await t.step(`training ${name} comes close to that in 32 bits`, async () => {
        const got = await train(given, { engine, precision: "mixed" });
        const wanted = await train(given, { engine: "cpu" });
        assertClose(got.losses, wanted.losses, { name: "losses", tolerance: 1e-2 });
        assertClose(got.weights, wanted.weights, { name: "weights", tolerance: 2e-2 });
      });
    }
    await t.step(
      "slopes beyond 16 bits are scaled, and no batch is left out",
      () => scales(engine),
    );
    await t.step(
      "slopes too small for 16 bits move weights all the same",
      () => underflows(engine),
    );
    await t.step("a loss out of range is refused and weights stay", () => refuses(engine));
    await releaseModels();
  });
}

async function rounds(
  engine: EngineName,
  fn: Products,
  given: readonly tf.Tensor[],
): Promise<void> {
  const run = compile((...tensors: tf.Tensor[]) => fn(...tensors), { engine, precision: "mixed" });
  const [got, wanted] = [await run(...given), fn(...given)];
  assertClose(got.dataSync(), wanted.dataSync(), { name: "product", tolerance: 40 * ROUNDING });
  const furthest = tf.max(tf.abs(tf.sub(got, wanted))).dataSync()[0] ?? 0;
  assert.ok(furthest > ROUNDING / 100, `${furthest}: these are products of 32 bits`);
}

/** 4,097 is no float of 16 bits. */
async function keepsSums(engine: EngineName): Promise<void> {
  const fn = (x: tf.Tensor): tf.Tensor => tf.add(tf.sum(x), tf.mul(x, 4097));
  const got = await compile(fn, { engine, precision: "mixed" })(tf.ones([4097]));
  assert.deepEqual(new Set(got.dataSync()), new Set([2 * 4097]));
}

/** From a weight of 1, which is multiplied by `factor` in the loss; the slope is that of a product. */
async function weightAfter(
  engine: EngineName,
  { factor, precision }: { readonly factor: number; readonly precision?: Precision },
): Promise<number> {
  const w = tf.variable(tf.ones([1, 1]));
  const model = { call: (x: tf.Tensor) => tf.matMul(x, w as tf.Tensor2D), trainable: [w] };
  const options = { engine, ...(precision && { precision }) };
  {
    const optimizer = tf.train.momentum(1 / factor / 16, 0.5);
    const loss = (_y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.mul(tf.mean(p), factor);
    using step = compileStep(model, loss, { optimizer, ...options });
    for (let count = 0; count < 3; count++) await step(tf.ones([4, 1]), tf.zeros([1]));
  }
  return w.dataSync()[0] ?? NaN;
}

async function scales(engine: EngineName): Promise<void> {
  const wanted = await weightAfter("cpu", { factor: 1000 });
  const got = await weightAfter(engine, { factor: 1000, precision: "mixed" });
  assert.ok(Math.abs(got - wanted) < 1e-3, `${got} instead of ${wanted}`);
}

async function underflows(engine: EngineName): Promise<void> {
  const wanted = await weightAfter("cpu", { factor: 1e-8 });
  const got = await weightAfter(engine, { factor: 1e-8, precision: "mixed" });
  assert.ok(Math.abs(got - wanted) < 1e-3, `${got} instead of ${wanted}`);
}

async function refuses(engine: EngineName): Promise<void> {
  const w = tf.variable(tf.fill([1, 1], 300));
  const model = { call: (x: tf.Tensor) => tf.matMul(x, w as tf.Tensor2D), trainable: [w] };
  {
    const optimizer = tf.train.sgd(0.1);
    const loss = (_y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.mean(p);
    using step = compileStep(model, loss, { optimizer, engine, precision: "mixed" });
    await assert.rejects(step(tf.fill([1, 1], 300), tf.zeros([1])), PrecisionError);
  }
  assert.deepEqual([...w.dataSync()], [300]);
}
