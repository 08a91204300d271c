import assert from "node:assert/strict";
import fc from "fast-check";
import { binRows } from "../../../../../lib/models/estimators/trees/bins.ts";

function column(values: readonly number[]) {
  return { rows: values.length, columns: 1, data: Float64Array.from(values) };
}

Deno.test("binRows() gives every value a bin of its own when there are few", () => {
  const { codes, thresholds } = binRows(column([5, 1, 3, 1]));
  assert.deepEqual([...codes[0] ?? []], [2, 0, 1, 0]);
  assert.deepEqual([...thresholds[0] ?? []], [2, 4]);
});

Deno.test("binRows() fills 256 bins about evenly when values are many", () => {
  const { codes, thresholds } = binRows(column(Array.from({ length: 5120 }, (_, at) => at ** 2)));
  assert.equal(thresholds[0]?.length, 255);
  const counts = new Array(256).fill(0);
  for (const code of codes[0] ?? []) counts[code]++;
  assert.ok(Math.min(...counts) >= 19 && Math.max(...counts) <= 21);
});

Deno.test("binRows() gives a constant feature one bin", () => {
  assert.deepEqual(binRows(column([7, 7])).thresholds[0]?.length, 0);
});

Deno.test("binRows() puts a value into bin b exactly when thresholds b − 1 and b lie around it", () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(fc.array(float, { minLength: 1, maxLength: 600 }), (values) => {
    const { codes: [codes = []], thresholds: [ends = []] } = binRows(column(values));
    for (const [row, value] of values.entries()) {
      const bin = codes[row] ?? NaN;
      assert.ok(value <= (ends[bin] ?? Infinity) && value > (ends[bin - 1] ?? -Infinity));
    }
    assert.deepEqual([...ends], [...ends].map(Math.fround));
  }));
});
