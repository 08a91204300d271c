import assert from "node:assert/strict";
import fc from "fast-check";
import { fromPlain, toPlain } from "../../../../../lib/experiment/results/plain_value.ts";
import {
  readBytes,
  readJson,
  writeBytes,
  writeJson,
} from "../../../../../lib/experiment/results/store/plain_bytes.ts";

/** Any plain data with typed arrays in it, keys that look like ours included. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, NaN, Infinity, -Infinity, -0, "", "$x", "@array"),
    fc.double(),
    fc.string(),
    fc.float32Array(),
    fc.float64Array(),
    fc.uint8Array(),
    fc.bigInt64Array(),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom("@array", "@number", "@object", "$lost", "$$a", "$results", "__proto__"),
      ),
      tie("value"),
      { noNullPrototype: true },
    ),
  ),
}));

Deno.test("plain data comes back as it was, through bytes", () => {
  fc.assert(fc.property(anything, (value) => {
    assert.deepEqual(fromPlain(readBytes(writeBytes(toPlain(value)))), value);
  }));
});

Deno.test("plain data without arrays comes back as it was, through JSON", () => {
  fc.assert(fc.property(anything, (value) => {
    const json = writeJson(toPlain(value));
    if (json !== undefined) assert.deepEqual(fromPlain(readJson(json)), value);
  }));
  assert.equal(writeJson([Float32Array.of(1)]), undefined);
});

Deno.test("readBytes() refuses bytes that end too early, and arrays that are not there", () => {
  const bytes = writeBytes({ x: Float32Array.of(1, 2) });
  assert.throws(() => readBytes(bytes.subarray(0, 4)), /end too early/);
  assert.throws(() => readBytes(bytes.subarray(0, 12)), /end too early/);
  assert.throws(() => readBytes(bytes.subarray(0, bytes.length - 8)), /no array Float32Array/);
});
