import assert from "node:assert/strict";
import fc from "fast-check";
import { joinBuffers, splitBuffers } from "../../../widgets/protocol/buffers.ts";

Deno.test("splitBuffers() leaves binary properties out and null in lists, as ipywidgets does", () => {
  const x = Uint8Array.of(1, 2);
  const y = new Float64Array([0.5]);
  const split = splitBuffers({ plain: { ar: ["abc", x] }, shape: [3, 4], data: y, n: null });
  assert.deepEqual(split.state, { plain: { ar: ["abc", null] }, shape: [3, 4], n: null });
  assert.deepEqual(split.paths, [["plain", "ar", 1], ["data"]]);
  assert.deepEqual(split.buffers, [x, new Uint8Array(y.buffer)]);
});

Deno.test("splitBuffers() takes only the part of a buffer that a view shows", () => {
  const whole = Uint8Array.of(1, 2, 3, 4);
  const { buffers } = splitBuffers({
    part: whole.subarray(1, 3),
    view: new DataView(whole.buffer, 2),
  });
  assert.deepEqual(buffers.map((buffer) => [...buffer]), [[2, 3], [3, 4]]);
});

Deno.test("joinBuffers() gives back what splitBuffers() took apart", () => {
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.uint8Array({ maxLength: 4 })),
    tree: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const state = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tree, { maxKeys: 4 });
  fc.assert(fc.property(state, (whole) => {
    const split = splitBuffers(whole);
    assert.doesNotMatch(JSON.stringify(split.state), /Uint8Array/);
    assert.deepEqual(sorted(joinBuffers(split)), sorted(whole));
  }));
});

Deno.test("joinBuffers() refuses paths that lead nowhere or to a prototype", () => {
  const buffers = [Uint8Array.of(1)];
  for (
    const path of [["a", "b"], ["__proto__", "b"], ["a", "constructor", "b"], ["__proto__"], []]
  ) {
    assert.throws(() => joinBuffers({ state: { a: 1 }, paths: [path], buffers }), RangeError);
  }
  assert.throws(() => joinBuffers({ state: {}, paths: [], buffers }), /1 of them for 0 paths/);
});

/** The same with all properties in one order: those that were put back come last. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1)
    .map(([name, each]) => [name, sorted(each)]);
}
