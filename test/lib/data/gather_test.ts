import assert from "node:assert/strict";
import fc from "fast-check";
import { ARRAYS, type DType } from "../../../lib/data/column.ts";
import { gather } from "../../../lib/data/gather.ts";

const dtypes: DType[] = ["float64", "float32", "int32", "int16", "int8", "uint32", "uint8"];

Deno.test("gather() copies samples of any kind and length, with zeros for −1", () => {
  const asked = fc.record({
    from: fc.constantFrom(...dtypes),
    to: fc.constantFrom(...dtypes),
    size: fc.constantFrom(1, 2, 3, 4, 7, 20, 63, 64, 128, 200),
    rows: fc.array(fc.integer({ min: -1, max: 8 }), { maxLength: 40 }),
  });
  fc.assert(fc.property(asked, ({ from, to, size, rows }) => {
    const values = new ARRAYS[from](Array.from({ length: 9 * size }, (_, at) => 1 + at % 120));
    const into = new ARRAYS[to](rows.length * size).fill(9);
    gather(values, { rows: Int32Array.from(rows), size, into });
    const wanted = rows.flatMap((row) =>
      Array.from({ length: size }, (_, at) => row < 0 ? 0 : values[row * size + at])
    );
    assert.deepEqual([...into], wanted);
  }));
});

Deno.test("gather() keeps every bit, and reads a window of a longer buffer", () => {
  const bits = Uint32Array.of(0, 0x7fc00001, 0x7f800002, 0xffc12345, 0x80000000, 1);
  const values = new Float32Array(bits.buffer, 4, 4);
  const into = new Float32Array(4);
  gather(values, { rows: Int32Array.of(1, 0), size: 2, into });
  assert.deepEqual([...new Uint32Array(into.buffer)], [
    0xffc12345,
    0x80000000,
    0x7fc00001,
    0x7f800002,
  ]);
});
