import assert from "node:assert/strict";
import { encodeModel } from "../../../../lib/engine/lower/onnx.ts";
import { ModelCache } from "../../../../lib/engine/run/model_cache.ts";
import { ExecutionError } from "../../../../lib/engine/run/errors.ts";
import { loadModel } from "../../../../lib/engine/run/onnx_runtime.ts";

/** A model that negates a given number of elements. */
function negation(size: number): Uint8Array<ArrayBuffer> {
  const port = (name: string) => ({ name, type: "float32", dims: [size] }) as const;
  const node = { type: "Neg", inputs: ["x"], outputs: ["y"], attributes: {}, name: "negate" };
  return encodeModel({ inputs: [port("x")], outputs: [port("y")], tensors: [], nodes: [node] });
}

function floats(...values: number[]) {
  return { dtype: "float32", shape: [values.length], data: Float32Array.from(values) } as const;
}

Deno.test("loadModel() writes results into the arrays it is given", async () => {
  await using model = await loadModel(negation(2), { threads: 1 });
  const y = floats(0, 0);
  const results = await model.run({ x: floats(1, 2) }, { y });
  assert.equal(results.y, y);
  assert.deepEqual([...y.data], [-1, -2]);
});

Deno.test("loadModel() names a missing input and a wrong size", async () => {
  await using model = await loadModel(negation(2), { threads: 1 });
  await assert.rejects(model.run({}), /the input x is missing/);
  const short = { ...floats(1), shape: [2] };
  await assert.rejects(model.run({ x: short }), /\[2\] needs 2 elements, got 1/);
  await assert.rejects(model.run({ x: floats(1, 2, 3) }), ExecutionError);
});

Deno.test("ModelCache keeps the models used last", async () => {
  await using cache = new ModelCache(2);
  const [a, b, c] = [1, 2, 3].map(negation);
  if (!a || !b || !c) throw new Error("Cannot test without models");
  const first = await cache.get(a, { threads: 1 });
  const second = await cache.get(b, { threads: 1 });
  assert.equal(await cache.get(a, { threads: 1 }), first);
  await cache.get(c, { threads: 1 });
  assert.equal(cache.size, 2);
  assert.equal(await cache.get(a, { threads: 1 }), first);
  assert.notEqual(await cache.get(b, { threads: 1 }), second);
});
