import assert from "node:assert/strict";
import { estimatorMakers } from "../../../../lib/models/estimators/makers.ts";
import { NotFittedError } from "../../../../lib/models/model.ts";
import { models } from "../../../../lib/models/registry.ts";
import { built, classes, predicted, scaled, tensor } from "./rig.ts";

/** Options of each that are not its defaults. */
const options: Readonly<Record<string, Record<string, unknown>>> = {
  linearRegression: { fitIntercept: false },
  ridge: { alpha: 3 },
  logisticRegression: { alpha: 2, classes: [0, 1, 2] },
  pca: { components: 2 },
  kMeans: { clusters: 4, restarts: 2 },
  kNearestNeighbors: { task: "classification", neighbors: 3 },
  randomForest: { task: "classification", trees: 3, maxDepth: 2 },
  gradientBoosting: { rounds: 3, learningRate: 0.5 },
  gaussianProcess: { noise: 0.2, optimize: false },
};

Deno.test("options of every registered estimator are tried", () => {
  assert.deepEqual(Object.keys(options).toSorted(), Object.keys(estimatorMakers).toSorted());
});

for (const [name, config] of Object.entries(options)) {
  const make = () => models.get(name)(config as never);

  Deno.test(`${name} is made again of its name and config`, () => {
    assert.equal(make().name, name);
    assert.deepEqual(make().getConfig(), config);
    assert.deepEqual(models.get(name)({}).getConfig(), {});
  });

  Deno.test(`${name} has learned nothing before it is fitted, nor by the state of such a one`, () => {
    const model = built(make(), { targets: [1] });
    model.setState(built(make(), { targets: [1] }).getState());
    assert.equal(model.isFitted, false);
    assert.throws(() => model.predict({ input: scaled }), NotFittedError);
  });

  Deno.test(`${name} gives outputs of the shapes it says, for one sample and for none`, () => {
    const model = built(make(), { targets: [1] });
    model.fit({ inputs: { input: scaled }, targets: classes });
    assert.equal(model.isFitted, true);
    for (const samples of [30, 1, 0]) {
      const input = tensor(Array.from(scaled.data, Number).slice(0, 4 * samples), 4);
      const found = model.predict({ input });
      for (const [port, { shape }] of Object.entries(model.outputs)) {
        const wanted = shape.map((length) => length ?? 3);
        assert.deepEqual(found[port]?.shape, [samples, ...wanted]);
        const size = wanted.reduce((product, length) => product * length, samples);
        assert.equal(predicted(model, input, port).length, size);
      }
      assert.deepEqual(Object.keys(found), Object.keys(model.outputs));
    }
  });

  Deno.test(`${name} refuses several inputs, and samples of another size`, () => {
    const port = { shape: [2], dtype: "float32" } as const;
    const context = { inputs: { a: port, b: port }, seeds: {} as never };
    assert.throws(() => make().build(context), /merge them first/);
    const model = built(make(), { targets: [1] });
    const five = tensor([1, 2, 3, 4, 5], 5);
    assert.throws(
      () => model.fit({ inputs: { input: five }, targets: tensor([1], 1) }),
      /input: expected 4 numbers per sample, found \(5\)/,
    );
  });
}
