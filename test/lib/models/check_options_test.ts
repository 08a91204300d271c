import assert from "node:assert/strict";
import type { Json } from "../../../lib/core/json.ts";
import { models } from "../../../lib/models/registry.ts";

const given: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  mlp: { hiden: 3 },
  cnn: { kernels: 3 },
  recurrent: { direction: 2 },
  transformerEncoder: { head: 2 },
  gpt: { vocabulary: 3, step: 5 },
  autoencoder: { code: 3 },
  linearRegression: { intercept: 1 },
  ridge: { lambda: 1 },
  logisticRegression: { c: 1 },
  pca: { component: 2 },
  kMeans: { k: 2 },
  kNearestNeighbors: { k: 2 },
  randomForest: { tree: 2 },
  gradientBoosting: { round: 2 },
  gaussianProcess: { kernel: 2 },
};

Deno.test("built-in models refuse options that are not there, and say which there are", () => {
  const whole = ["onnx", "layers"];
  assert.deepEqual(
    Object.keys(given).toSorted(),
    models.names.filter((name) => !whole.includes(name)).toSorted(),
  );
  for (const [name, config] of Object.entries(given)) {
    const strange = Object.keys(config).at(-1);
    assert.throws(() => models.get(name)(config), {
      name: "UnknownNameError",
      message: new RegExp(`^No option "${strange}".*; it was given to `),
    }, name);
  }
});

Deno.test("built-in models refuse shapes that nothing has, and options that are missing", () => {
  for (const name of ["mlp", "cnn", "recurrent", "transformerEncoder"]) {
    for (const outputShape of [[0], [-1], [1.5], [null], [[1]], 4, "4", {}] as Json[]) {
      assert.throws(() => models.get(name)({ outputShape }), {
        name: "RangeError",
        message: /of outputShape: .*; give a list of whole numbers from 1, such as \[1, 8\]/,
      });
    }
    models.get(name)({ outputShape: [] });
  }
  assert.throws(() => models.get("autoencoder")({ codeShape: [0] }), /of codeShape: \[0\]/);
  assert.throws(() => models.get("gpt")({}), /Option "vocabulary" of GPT is missing/);
});

Deno.test("built-in models refuse texts that stand for nothing", () => {
  assert.throws(() => models.get("cnn")({ channels: "middle" }), /value of "channels".*"last"/);
  assert.throws(() => models.get("recurrent")({ stepsAxis: "second" }), /value of "stepsAxis"/);
  assert.throws(() => models.get("transformerEncoder")({ pooling: "max" }), /value of "pooling"/);
  assert.throws(() => models.get("gpt")({ vocabulary: 3, positions: "rotary" }), /"sinusoidal"/);
});
