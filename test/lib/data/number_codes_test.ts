import assert from "node:assert/strict";
import fc from "fast-check";
import { NumberCodes } from "../../../lib/data/number_codes.ts";

Deno.test("NumberCodes counts distinct numbers in the order in which they come, as a Map does", () => {
  const numbers = fc.array(fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 })), {
    maxLength: 3000,
    size: "max",
  });
  fc.assert(
    fc.property(numbers, fc.double(), (values, stranger) => {
      const codes = new NumberCodes();
      const known = new Map<number, number>();
      for (const value of values) {
        if (!known.has(value)) known.set(value, known.size);
        assert.equal(codes.add(value), known.get(value));
      }
      assert.equal(codes.count, known.size);
      for (const value of [...values, stranger]) {
        assert.equal(codes.find(value), known.get(value) ?? -1);
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("NumberCodes takes NaN for one number, and 0 and −0 for another", () => {
  const codes = new NumberCodes();
  const strange = new Float64Array(new BigUint64Array([0x7ff8_0000_0000_1234n]).buffer)[0] ?? 0;
  assert.deepEqual([NaN, 0, -0, strange].map((value) => codes.add(value)), [0, 1, 1, 0]);
});

Deno.test("NumberCodes keeps what it knows while it grows", () => {
  const codes = new NumberCodes();
  for (let at = 0; at < 100_000; at++) codes.add(at * 1e9 + 0.5);
  assert.equal(codes.count, 100_000);
  for (let at = 0; at < 100_000; at += 997) assert.equal(codes.find(at * 1e9 + 0.5), at);
  assert.equal(codes.find(0.25), -1);
});
