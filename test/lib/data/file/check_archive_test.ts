import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { checkConfig, checkState } from "../../../../lib/data/file/check_archive.ts";

const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4], y: [1, 2, 3, 4] }, {
  features: ["x"],
  targets: ["y"],
}).splitRandom({ ratios: { a: 0.5, b: 0.5 } }).fitTransform("standard", { domain: "features" });

/** As JSON gives it: without frozen objects, ready to be forged. */
function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

const config = written(set.getConfig());
const { scalers, operations } = written(set.getState());
const state = { ids: { length: 4, key: [1, 2, 3, 4] }, scalers, operations };

Deno.test("checkConfig() and checkState() take what a FeatureSet writes", () => {
  assert.deepEqual(checkConfig(written(config)), config);
  assert.deepEqual(checkState(written(state)), state);
  assert.equal(checkState({ ...state, ids: null }).ids, null);
});

Deno.test("checkConfig() names the part that is not as expected", () => {
  const forged: Readonly<Record<string, unknown>> = {
    label: 3,
    columns: [{ name: "x", dtype: "float64", shape: [-1] }],
    splits: { a: 1 },
    splitRecords: [{ order: 0, splitter: "random", of: null, produced: [] }],
    scalers: [{ ...config.scalers[0], domain: "feature" }],
  };
  for (const [part, value] of Object.entries(forged)) {
    assert.throws(
      () => checkConfig({ ...config, [part]: value }),
      { name: "SyntaxError", message: `its config is not as expected at "${part}"` },
    );
  }
  assert.throws(() => checkConfig(null), /its config is no object/);
});

Deno.test("checkState() refuses keys, scalers and operations that could not be used", () => {
  const forged: Readonly<Record<string, unknown>> = {
    ids: { length: 4, key: [1, 2] },
    scalers: ["standard"],
    operations: [{ name: "undoLastTransform", options: { orders: ["0"] }, made: [], read: [] }],
  };
  for (const [part, value] of Object.entries(forged)) {
    assert.throws(() => checkState({ ...state, [part]: value }), new RegExp(`"${part}"`));
  }
});
