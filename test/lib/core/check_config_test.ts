import assert from "node:assert/strict";
import { checksOf, ConfigError, knownKeys } from "../../../lib/core/check_config.ts";

function refusal(path: string, expected: string): ConfigError {
  return new ConfigError(path, expected, "a loss");
}
const { objectAt, listAt, textAt, numberAt } = checksOf(refusal);

Deno.test("checksOf() gives back what is as it should be", () => {
  assert.deepEqual(objectAt({ a: 1 }, "x"), { a: 1 });
  assert.deepEqual(listAt([1], "x"), [1]);
  assert.equal(textAt("", "x"), "");
  assert.equal(numberAt(0, "x"), 0);
});

Deno.test("checksOf() refuses everything else by its place", () => {
  for (const wrong of [null, undefined, 1, "a", [1]]) {
    assert.throws(() => objectAt(wrong, "loss"), /config of a loss: loss must be an object/);
  }
  for (const wrong of [null, 1, "a", {}]) assert.throws(() => listAt(wrong, "inputs"), ConfigError);
  for (const wrong of [null, 1, []]) assert.throws(() => textAt(wrong, "on"), /on must be text/);
  for (const wrong of [null, "1", NaN, Infinity]) {
    assert.throws(() => numberAt(wrong, "weight"), { path: "weight" });
  }
});

Deno.test("knownKeys() refuses keys that nothing reads", () => {
  knownKeys({ on: "Head" }, { path: "loss", keys: ["on", "label"], refusal });
  assert.throws(
    () => knownKeys({ no: 1 }, { path: "loss", keys: ["on"], refusal }),
    /loss\.no must be left out: there is "on"/,
  );
});
