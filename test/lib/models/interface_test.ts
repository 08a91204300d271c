import assert from "node:assert/strict";
import { disagreements, type Interface, obstacles } from "../../../lib/models/interface.ts";

const signal: Interface = { shape: [1, 8], dtype: "float32", units: "V", range: [0, 5] };

Deno.test("disagreements() finds none where nothing is asked for", () => {
  assert.deepEqual(disagreements(signal, { shape: [1, null], dtype: "float32" }), []);
});

Deno.test("disagreements() names every aspect in which two interfaces differ", () => {
  const wanted: Interface = { shape: [2, 8], dtype: "int32", units: "A", range: [0, 1] };
  assert.deepEqual(disagreements(signal, wanted).map(({ aspect }) => aspect), [
    "shape",
    "dtype",
    "units",
    "range",
  ]);
});

Deno.test("obstacles() lets a model take the place of one that it can stand in for", () => {
  const one = { inputs: { input: signal }, outputs: { output: signal } };
  const wider = { ...signal, range: [-10, 10] as const };
  assert.deepEqual(obstacles({ ...one, inputs: { input: wider } }, one), []);
  assert.deepEqual(obstacles({ ...one, outputs: { output: wider } }, one).map(({ port }) => port), [
    "output",
  ]);
});

Deno.test("obstacles() names ports that the replaced model has and the other lacks", () => {
  const one = { inputs: { input: signal }, outputs: { output: signal } };
  const more = { inputs: one.inputs, outputs: { ...one.outputs, attention: signal } };
  assert.deepEqual(obstacles(one, more).map(({ port }) => port), ["attention"]);
  assert.deepEqual(obstacles(more, one), []);
});
