/** Loops and models give together what the whole step gives as one model. */
import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compileObjective } from "../../../lib/engine/compile_objective.ts";
import { loadModel } from "../../../lib/engine/run/onnx_runtime.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "./rule_cases.ts";

const OPTIMIZERS = {
  adam: () => tf.train.adam(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  adamax: () => tf.train.adamax(0.05),
};

/** What one step gives, by the outputs of its model. */
async function wholeStep(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, tf.Tensor>>,
): Promise<Readonly<Record<string, ArrayLike<number>>>> {
  await using model = await loadModel(bytes, { threads: 1 });
  const hosts = Object.entries(feeds).map(([name, tensor]) => [
    name,
    { dtype: "float32", shape: tensor.shape, data: tensor.dataSync() },
  ]);
  const results = await model.run(Object.fromEntries(hosts));
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]));
}

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`a step of ${name} equals its whole model to the bit`, async () => {
    const weight = tf.variable(floats([5, 3]), true, `weight of ${name}`);
    const objective = ({ x }: { readonly x: tf.Tensor2D }) => ({
      loss: tf.mean(tf.square(tf.matMul(x, weight as tf.Tensor2D))),
    });
    const optimizer = make();
    const groups = [{ optimizer, variables: [weight] }];
    using step = compileObjective(objective, { groups, threads: 1 });
    const x = floats([4, 5]) as tf.Tensor2D;
    const { program } = await step.explain({ x });
    const inputs = [...program.matchAll(/:f32\[[\d,]*\] = input (.+)$/gm)].map(([, name]) => name);
    const before = new Map<string, tf.Tensor>([["x", x]]);
    for (const input of inputs) {
      before.set(input ?? "", valueOf(input ?? "", { weight, optimizer }));
    }
    before.set("x", x);
    const wanted = await wholeStep(step.toOnnx({ x }), Object.fromEntries(before));
    const { loss } = await step({ x });
    step.store();
    assert.equal(loss, wanted.loss?.[0]);
    assert.deepEqual(
      [...weight.dataSync()],
      Array.from(wanted[`new weights.0 weight of ${name}`] ?? []),
    );
    await releaseModels();
  });
}

/** Optimizers of tfjs begin with zeros, but for the powers of Adam's and Adamax's numbers. */
function valueOf(
  input: string,
  { weight, optimizer }: { readonly weight: tf.Variable; readonly optimizer: tf.Optimizer },
): tf.Tensor {
  const numbers = optimizer as unknown as Readonly<Record<string, number>>;
  if (input.startsWith("weights")) return weight;
  const [, prefix = "", setting = ""] = /^(1 - |-)?(\w+)$/.exec(input) ?? [];
  const number = numbers[setting] ?? NaN;
  if (setting !== "" && typeof number === "number") {
    return tf.scalar(prefix === "-" ? -number : prefix === "" ? number : 1 - number);
  }
  if (/accBeta\d$/.test(input)) return tf.scalar(numbers[input.slice(-5).toLowerCase()] ?? NaN);
  return input.includes("iteration") ? tf.scalar(0) : tf.zeros(weight.shape);
}

Deno.test("batches of several sizes share weights and optimizer state while memory grows", async () => {
  async function train(sizes: readonly number[]): Promise<readonly number[]> {
    const weight = tf.variable(tf.ones([300, 200]));
    const objective = ({ x }: { readonly x: tf.Tensor2D }) => ({
      loss: tf.mean(tf.square(tf.matMul(x, weight as tf.Tensor2D))),
    });
    const groups = [{ optimizer: tf.train.adam(0.05), variables: [weight] }];
    using step = compileObjective(objective, { groups, threads: 1 });
    const losses: number[] = [];
    // Every row is the same, so that the mean does not depend on how many there are.
    for (const size of sizes) {
      losses.push((await step({ x: tf.fill([size, 300], 0.1) as tf.Tensor2D })).loss);
    }
    return losses;
  }
  const [mixed, plain] = [await train([2, 4, 2, 8, 4]), await train([2, 2, 2, 2, 2])];
  mixed.forEach((loss, index) => {
    assert.ok(Math.abs(loss - (plain[index] ?? NaN)) <= 1e-5 * loss, `${mixed} and ${plain}`);
  });
  assert.ok((plain.at(-1) ?? NaN) < (plain[0] ?? NaN));
  await releaseModels();
});

for (const name of ["adam", "momentum"] as const) {
  Deno.test(`a step of ${name} with too little memory for loops trains as well, to the bit`, async () => {
    async function train(memoryLimit?: number): Promise<readonly number[]> {
      const weight = tf.variable(floats([5, 3]));
      const objective = ({ x }: { readonly x: tf.Tensor2D }) => ({
        loss: tf.mean(tf.square(tf.matMul(x, weight as tf.Tensor2D))),
      });
      const groups = [{ optimizer: OPTIMIZERS[name](), variables: [weight] }];
      const limit = memoryLimit === undefined ? {} : { memoryLimit };
      using step = compileObjective(objective, { groups, threads: 1, ...limit });
      const x = floats([4, 5]) as tf.Tensor2D;
      const { profile } = await step.explain({ x });
      const loops = profile.rows.filter(({ operator }) => operator === "WebAssembly");
      assert.equal(loops.length, memoryLimit === undefined ? 1 : 0);
      for (let count = 0; count < 5; count++) await step({ x });
      step.store();
      return [...weight.dataSync()];
    }
    assert.deepEqual(await train(100), await train());
    await releaseModels();
  });
}
