import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { Autoencoder } from "../../../lib/models/autoencoder.ts";
import { CNN } from "../../../lib/models/cnn.ts";
import { pureFunction } from "../../../lib/models/function_model.ts";
import type { ModelInterface } from "../../../lib/models/interface.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { buildReplacement, ReplacementError } from "../../../lib/models/replacement.ts";
import * as tf from "../../../lib/tf.ts";
import { buildFor } from "./training.ts";

const seeds = SeedStream.from(1);

function obstaclesOf(work: () => unknown): readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] = [];
  assert.throws(work, (error: unknown) => {
    assert.ok(error instanceof ReplacementError);
    found = error.obstacles.map((
      { port, aspect, expected, found },
    ) => [port, aspect, expected, found]);
    for (const [port] of found) assert.match(error.message, new RegExp(`${port}: `));
    return true;
  });
  return found;
}

Deno.test("buildReplacement() gives a plan the output of the model whose place it takes", () => {
  using replaces = buildFor(new MLP({ outputShape: [1, 4] }), [1, 10]);
  const built = buildReplacement(new CNN(), { replaces, seeds });
  assert.deepEqual(built.outputs, replaces.outputs);
  assert.deepEqual(built.inputs, replaces.inputs);
});

Deno.test("buildReplacement() takes a model that gives more than is wanted", () => {
  using replaces = buildFor(new MLP({ outputShape: [1, 10] }), [1, 10]);
  const { outputs } = buildReplacement(new Autoencoder(), { replaces, seeds });
  assert.deepEqual(Object.keys(outputs), ["output", "code"]);
});

Deno.test("buildReplacement() lists everything that stands in the way, and leaves no weights", () => {
  using model = buildFor(new Autoencoder({ codeShape: [3] }), [1, 10]);
  const before = tf.memory().numTensors;
  const replaces: ModelInterface = {
    inputs: model.inputs,
    outputs: { ...model.outputs, output: { shape: [1, 10], dtype: "float32", units: "V" } },
  };
  const plan = pureFunction((x) => tf.mean(x, -1), {
    output: () => ({ shape: [1], dtype: "float32", units: "A" }),
  });
  assert.deepEqual(obstaclesOf(() => buildReplacement(plan, { replaces, seeds })), [
    ["output", "shape", "(1, 10)", "(1)"],
    ["output", "units", "V", "A"],
    ["code", "port", "an output", "none"],
  ]);
  const large = new CNN({ pooling: 6 });
  const [[port] = []] = obstaclesOf(() => buildReplacement(large, { replaces, seeds }));
  assert.equal(port, "output");
  assert.equal(tf.memory().numTensors, before);
});
