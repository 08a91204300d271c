import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { UnknownNameError } from "../../../lib/core/names.ts";
import type { JsonObject } from "../../../lib/core/json.ts";
import { compile } from "../../../lib/engine/compile.ts";
import * as tf from "../../../lib/tf.ts";
import { losses, lossOf } from "../../../lib/training/losses.ts";
import { assertClose } from "../engine/agreement.ts";
import { assertSlopes } from "../engine/finite_differences.ts";

interface GoldenLoss {
  readonly name: string;
  readonly options: JsonObject;
  readonly given: readonly { readonly shape: number[]; readonly data: number[] }[];
  readonly values: number[];
  readonly slopes: number[];
}

const golden: readonly GoldenLoss[] = JSON.parse(
  await readFile(new URL("./losses_golden.json", import.meta.url), "utf8"),
);

function tensorsOf({ given }: GoldenLoss): tf.Tensor[] {
  return given.map(({ shape, data }) => tf.tensor(data, shape, "float32"));
}

Deno.test("losses has one golden case or more for each loss", () => {
  assert.deepEqual(new Set(golden.map(({ name }) => name)), new Set(losses.names));
});

for (const one of golden) {
  const label = `${one.name} ${JSON.stringify(one.options)} of [${one.given[1]?.shape}]`;

  Deno.test(`losses.${label} has PyTorch's values and slopes on onnx and cpu`, async () => {
    const { call } = lossOf(one.name, one.options);
    const given = tensorsOf(one);
    for (const engine of ["onnx", "cpu"] as const) {
      const compiled = compile((x: tf.Tensor, ...rest: tf.Tensor[]) => {
        const { value, grad } = tf.valueAndGrad((first: tf.Tensor) => tf.sum(call(first, ...rest)))(
          x,
        );
        return { each: call(x, ...rest), value, grad };
      }, { engine, threads: 1 });
      const found = await compiled(...given as [tf.Tensor, ...tf.Tensor[]]);
      assert.deepEqual(found.each.shape, [one.given[0]?.shape[0]]);
      const wanted = (name: string) => ({ name: `${label}, ${name}, ${engine}`, tolerance: 2e-5 });
      assertClose(found.each.dataSync(), Float64Array.from(one.values), wanted("values"));
      assertClose(found.grad.dataSync(), Float64Array.from(one.slopes), wanted("slopes"));
      tf.dispose(found);
    }
    tf.dispose(given);
  });
}

Deno.test("losses have the slopes of finite differences where PyTorch has no such loss", async () => {
  for (const name of ["contrastive", "infoNCE", "dice"]) {
    const one = golden.find((each) => each.name === name) as GoldenLoss;
    const [x, ...rest] = tensorsOf(one) as [tf.Tensor, ...tf.Tensor[]];
    const { call } = lossOf(name, one.options);
    await assertSlopes(name, { at: [x], fn: (first) => call(first as tf.Tensor, ...rest) });
  }
});

Deno.test("binaryCrossEntropy has a slope at a score of zero, where new models begin", () => {
  const { call } = lossOf("binaryCrossEntropy");
  const slope = tf.grad((x: tf.Tensor) => tf.sum(call(x, tf.tensor2d([[1], [0]]))));
  assert.deepEqual([...slope(tf.zeros([2, 1])).dataSync()], [-0.5, 0.5]);
});

Deno.test("binaryCrossEntropy and crossEntropy overflow for no score", () => {
  const far = tf.tensor2d([[1000, -1000]]);
  const binary = lossOf("binaryCrossEntropy").call(far, tf.tensor2d([[0, 1]]));
  assert.deepEqual([...binary.dataSync()], [1000]);
  const classes = lossOf("crossEntropy").call(far, tf.tensor2d([[1]]));
  assert.deepEqual([...classes.dataSync()], [2000]);
});

Deno.test("distances have finite slopes where samples are the same", () => {
  const zeros = tf.zeros([2, 3]);
  for (const [name, count] of [["contrastive", 1], ["triplet", 2], ["infoNCE", 1], ["cosine", 1]]) {
    const { call } = lossOf(name as string);
    const others = Array.from({ length: count as number }, () => zeros);
    const marks = name === "contrastive" ? [tf.tensor1d([0, 0])] : [];
    const slope = tf.grad((x: tf.Tensor) => tf.sum(call(x, ...others, ...marks)))(zeros);
    assert.ok(slope.dataSync().every(Number.isFinite), `${name}: ${slope.dataSync()}`);
  }
});

Deno.test("contrastive calls pairs similar whose targets differ by the tolerance at most", () => {
  const { call } = lossOf("contrastive", { tolerance: 0.5 });
  const [a, b] = [tf.zeros([2, 1]), tf.tensor2d([[0.5], [0.5]])];
  const [near, far] = call(a, b, tf.tensor2d([[1], [1]]), tf.tensor2d([[1.5], [2]])).dataSync();
  assert.ok(Math.abs((near ?? 0) - 0.125) < 1e-5 && Math.abs((far ?? 0) - 0.125) < 1e-5);
  const [apart] = call(a, tf.tensor2d([[2], [2]]), a, tf.tensor2d([[9], [9]])).dataSync();
  assert.equal(apart, 0);
});

Deno.test("infoNCE finds no pair among padding", () => {
  const { call } = lossOf("infoNCE");
  const [a, b] = [tf.tensor2d([[1, 0], [0, 1], [0, 0]]), tf.tensor2d([[1, 0.2], [0.1, 1], [0, 0]])];
  const weights = tf.tensor1d([1, 1, 0]);
  const padded = call(a, b, weights, weights).dataSync().slice(0, 2);
  const alone = call(tf.slice(a, 0, 2), tf.slice(b, 0, 2)).dataSync();
  assertClose(padded, Float64Array.from(alone), { name: "without padding", tolerance: 1e-6 });
});

Deno.test("lossOf() refuses options that a loss does not have, or cannot take", () => {
  assert.throws(() => lossOf("huber", { delt: 1 }), /No option "delt": did you mean "delta"\?/);
  assert.throws(() => lossOf("mse", { delta: 1 }), UnknownNameError);
  assert.throws(() => lossOf("huber", { delta: 0 }), /delta = 0: give a number above 0/);
  assert.throws(() => lossOf("crossEntropy", { smoothing: 2 }), /give a number from 0 to 1/);
  assert.throws(() => lossOf("triplet", { distance: "l1" }), /give "euclidean" or "cosine"/);
  assert.throws(() => lossOf("hinge", { squared: 1 }), /give true or false/);
  assert.throws(() => lossOf("msee"), /did you mean "mse"\?/);
});

Deno.test("losses refuse tensors that would only fit by broadcasting", () => {
  const [one, three] = [tf.zeros([4, 1]), tf.zeros([4, 3])];
  for (const name of ["mse", "mae", "huber", "binaryCrossEntropy", "klDivergence", "dice"]) {
    assert.throws(() => lossOf(name).call(three, one), /as many numbers per sample/, name);
  }
  assert.throws(() => lossOf("crossEntropy").call(three, tf.zeros([4, 2])), /1 classes or 3/);
});
