import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { type DifferentiableModel, ShapeError } from "../../../lib/models/model.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "../engine/rule_cases.ts";
import { assertTrains } from "./training.ts";

const inputs = { input: { shape: [1, 10], dtype: "float32" } } as const;

function build(options: ConstructorParameters<typeof MLP>[0], seed = 1): DifferentiableModel {
  const built = new MLP(options).build({ inputs, seeds: SeedStream.from(seed) });
  assert.ok(built.learning === "gradient");
  return built;
}

Deno.test("MLP maps samples of any shape to the shape of its output", () => {
  using built = build({ outputShape: [1, 8] });
  const { output } = tf.tidy(() => built.call({ input: tf.ones([4, 1, 10]) }, { training: false }));
  assert.deepEqual(output?.shape, [4, 1, 8]);
  output?.dispose();
});

Deno.test("MLP computes relu(x·W + b)·V + c of its own weights", () => {
  using built = build({ outputShape: [2], hidden: 3 });
  const [w, b, v, c] = built.trainable.map(({ variable }) => variable.arraySync()) as [
    number[][],
    number[],
    number[][],
    number[],
  ];
  const x = Array.from({ length: 10 }, (_, index) => Math.sin(index));
  const sum = (of: (index: number) => number, length: number): number =>
    Array.from({ length }, (_, index) => of(index)).reduce((total, term) => total + term, 0);
  const hidden = b.map((bias, to) =>
    Math.max(0, bias + sum((from) => (x[from] ?? 0) * (w[from]?.[to] ?? 0), 10))
  );
  const expected = c.map((bias, to) =>
    bias + sum((from) => (hidden[from] ?? 0) * (v[from]?.[to] ?? 0), 3)
  );
  const { output } = tf.tidy(() =>
    built.call({ input: tf.tensor(x, [1, 1, 10]) }, { training: false })
  );
  const found = [...output?.dataSync() ?? []];
  found.forEach((value, index) => assert.ok(Math.abs(value - (expected[index] ?? 0)) < 1e-5));
  output?.dispose();
});

Deno.test("MLP draws the same first weights from the same seed, and others from another", () => {
  using one = build({ layers: 3 });
  using same = build({ layers: 3 });
  using other = build({ layers: 3 }, 2);
  assert.deepEqual(one.getState(), same.getState());
  assert.notDeepEqual(one.getState(), other.getState());
});

Deno.test("MLP takes over a state of its own shapes, and refuses any other", () => {
  using one = build({ hidden: 4 });
  using other = build({ hidden: 4 }, 2);
  other.setState(one.getState());
  assert.deepEqual(other.getState(), one.getState());
  using wider = build({ hidden: 5 }, 2);
  const before = wider.getState();
  assert.throws(() => wider.setState(one.getState()), /layers\.0\.kernel/);
  assert.throws(
    () => other.setState(JSON.parse(JSON.stringify(one.getState()))),
    /its numbers are no typed array, as JSON has none; keep weights as safetensors/,
  );
  assert.deepEqual(wider.getState(), before);
});

Deno.test("MLP refuses inputs that it does not have, and options without meaning", () => {
  const two = { a: inputs.input, b: inputs.input };
  const context = { inputs: two, seeds: SeedStream.from(0) };
  assert.throws(() => new MLP().build(context), ShapeError);
  assert.throws(() => new MLP({ layers: 0 }), /layers/);
  assert.throws(() => new MLP({ dropout: 1 }), /dropout/);
  assert.throws(() => new MLP({ activation: "rellu" }), /did you mean "relu"/);
});

Deno.test("MLP trains as tfjs-cpu does, dropout included", async () => {
  const x = floats([8, 1, 6]);
  const plan = new MLP({ outputShape: [1], activation: "tanh", dropout: 0.1 });
  await assertTrains(plan, { x, y: tf.sum(x, 2), steps: 25 });
});
