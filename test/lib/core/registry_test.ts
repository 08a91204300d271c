import assert from "node:assert/strict";
import { Registry } from "../../../lib/core/registry.ts";

Deno.test("Registry finds names in any casing and keeps the one that was given", () => {
  const registry = new Registry<number>("scaler", { minMax: 1 });
  assert.equal(registry.get("MIN_MAX"), 1);
  assert.deepEqual(registry.names, ["minMax"]);
  assert.deepEqual([registry.has("Min-Max"), registry.has("minmx")], [true, false]);
  registry.register("minmax", 1);
  assert.throws(() => registry.register("min-max", 2), /"minmax" is registered already/);
  assert.throws(() => registry.get("minmx"), /No scaler "minmx": did you mean "minmax"\?/);
});
