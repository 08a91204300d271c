import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import {
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
} from "../../../../lib/graph/file/safetensors.ts";
import type { HostTensor } from "../../../../lib/engine/run/onnx_runtime.ts";

/** Written by hand from the specification. */
const HEADER = '{"b":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}';
const GOLDEN = Uint8Array.of(
  ...[56, 0, 0, 0, 0, 0, 0, 0],
  ...new TextEncoder().encode(HEADER.padEnd(56)),
  // 1.0 and -2.5
  ...[0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x20, 0xc0],
);
const b: HostTensor = { dtype: "float32", shape: [2], data: Float32Array.of(1, -2.5) };

const sizes = fc.array(fc.nat(4), { maxLength: 3 });
const tensor = fc.tuple(fc.constantFrom("float32", "int32", "bool"), sizes, fc.nat(99)).map(
  ([dtype, shape, seed]): HostTensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length }, (_, at) => (at * 7 + seed) % 13);
    if (dtype === "bool") return { dtype, shape, data: Uint8Array.from(numbers, (n) => n % 2) };
    if (dtype === "int32") return { dtype, shape, data: Int32Array.from(numbers, (n) => n - 6) };
    return { dtype: "float32", shape, data: Float32Array.from(numbers, (n) => n / 3) };
  },
);
const name = fc.string({ minLength: 1, maxLength: 8, unit: "binary" })
  .filter((text) => text !== "__metadata__" && text !== "__proto__" && text.isWellFormed());
const content = fc.record({
  tensors: fc.dictionary(name, tensor, { maxKeys: 5, noNullPrototype: true }),
  metadata: fc.dictionary(name, fc.string(), { maxKeys: 3, noNullPrototype: true }),
}, { noNullPrototype: true });

Deno.test("writeSafetensors() writes the bytes of the specification", () => {
  assert.deepEqual(writeSafetensors({ tensors: { b }, metadata: {} }), GOLDEN);
});

Deno.test("readSafetensors() reads the bytes of the specification, at any place in memory", () => {
  const shifted = new Uint8Array(GOLDEN.length + 3);
  shifted.set(GOLDEN, 3);
  assert.deepEqual(readSafetensors(shifted.subarray(3)), { tensors: { b }, metadata: {} });
});

Deno.test("readSafetensors() copies out of a Buffer of Node, whose slices are views", () => {
  const buffer = Buffer.from(GOLDEN);
  const { tensors } = readSafetensors(buffer);
  buffer.fill(0);
  assert.deepEqual(tensors, { b });
});

Deno.test("readSafetensors() gives back what writeSafetensors() was given", () => {
  fc.assert(fc.property(content, (given) => {
    assert.deepEqual(readSafetensors(writeSafetensors(given)), given);
  }));
});

Deno.test("writeSafetensors() gives the same bytes whatever the order of names", () => {
  fc.assert(fc.property(content, ({ tensors, metadata }) => {
    const other = Object.fromEntries(Object.entries(tensors).toReversed());
    const one = writeSafetensors({ tensors, metadata });
    assert.deepEqual(writeSafetensors({ tensors: other, metadata }), one);
  }));
});

Deno.test("readSafetensors() refuses every file that is cut off", () => {
  const file = writeSafetensors({ tensors: { b }, metadata: { a: "text" } });
  for (let length = 0; length < file.length; length++) {
    assert.throws(() => readSafetensors(file.subarray(0, length)), SafetensorsError);
  }
});

Deno.test("readSafetensors() throws nothing but SafetensorsError for damaged headers", () => {
  fc.assert(fc.property(content, fc.nat(), fc.nat(255), (given, place, byte) => {
    const file = writeSafetensors(given);
    file[place % file.length] = byte;
    try {
      readSafetensors(file);
    } catch (error) {
      assert.ok(error instanceof SafetensorsError, String(error));
    }
  }));
});

Deno.test("readSafetensors() refuses gaps, overlaps, wrong sizes and other types", () => {
  const cases: readonly [object, RegExp][] = [
    [{ b: { dtype: "F32", shape: [1], data_offsets: [4, 8] } }, /begins at 4, and not at 0/],
    [{
      a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
      b: { dtype: "F32", shape: [1], data_offsets: [4, 8] },
    }, /"b" begins at 4, and not at 8/],
    [{ b: { dtype: "F32", shape: [3], data_offsets: [0, 8] } }, /needs 12 bytes, and has 8/],
    [{ b: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }, /8 bytes of data, and lists 4/],
    [{ b: { dtype: "F64", shape: [1], data_offsets: [0, 8] } }, /elements of type F64/],
    [{ b: { dtype: "F32", shape: [-2], data_offsets: [0, 8] } }, /no shape/],
    [{ b: null }, /type undefined/],
  ];
  for (const [header, message] of cases) {
    const text = new TextEncoder().encode(JSON.stringify(header));
    const file = Uint8Array.of(text.length, 0, 0, 0, 0, 0, 0, 0, ...text, ...new Uint8Array(8));
    assert.throws(() => readSafetensors(file), { name: "SafetensorsError", message });
  }
});

Deno.test("writeSafetensors() refuses a tensor that has the name of the metadata", () => {
  assert.throws(
    () => writeSafetensors({ tensors: { __metadata__: b }, metadata: {} }),
    /"__metadata__": it is reserved/,
  );
});
