import assert from "node:assert/strict";
import fc from "fast-check";
import {
  allRows,
  areFew,
  filterRows,
  isAmong,
  joinRows,
  pickRows,
  placesOf,
} from "../../../lib/data/rows.ts";

const rows = fc.array(fc.integer({ min: -1, max: 50 })).map((list) => Int32Array.from(list));

Deno.test("filterRows() keeps the order of rows, and leaves padding out", () => {
  fc.assert(fc.property(rows, (list) => {
    const even = (row: number) => row % 2 === 0;
    assert.deepEqual([...filterRows(list, even)], [...list].filter((row) => row >= 0 && even(row)));
  }));
});

Deno.test("isAmong() knows the rows it was given, and no others", () => {
  fc.assert(fc.property(rows, fc.integer({ min: -5, max: 60 }), (list, row) => {
    assert.equal(isAmong(list)(row), row >= 0 && list.includes(row));
  }));
});

Deno.test("isAmong() and placesOf() say the same of few rows of a long table", () => {
  fc.assert(fc.property(rows, fc.integer({ min: -5, max: 60 }), (list, row) => {
    const far = Int32Array.from(list, (one) => one < 0 ? -1 : one * 1_000_003);
    const [known, place] = [row >= 0 && list.includes(row), list.lastIndexOf(row)];
    for (const [among, placeOf] of [[list, row], [far, row * 1_000_003]] as const) {
      assert.equal(isAmong(among)(placeOf), known);
      assert.equal(placesOf(among)(placeOf), row < 0 ? -1 : place);
    }
  }));
});

Deno.test("areFew() tells rows for which marks of a whole table would cost too much", () => {
  assert.equal(areFew(Int32Array.of(0, 31)), false);
  assert.equal(areFew(Int32Array.of(0, 32)), true);
  assert.equal(areFew(new Int32Array(0)), false);
});

Deno.test("joinRows() puts lists behind each other, and leaves them as they are", () => {
  fc.assert(fc.property(fc.array(rows), (lists) => {
    assert.deepEqual([...joinRows(lists)], lists.flatMap((list) => [...list]));
  }));
});

Deno.test("pickRows() counts from both ends, and refuses places outside", () => {
  assert.deepEqual([...pickRows([0, -1, 1], Int32Array.of(7, 8, 9))], [7, 9, 8]);
  assert.deepEqual([...pickRows([0, -1], 5)], [0, 4]);
  assert.throws(
    () => pickRows([3], 3),
    /Cannot take sample 3: there are 3 samples, counted from 0 to 2/,
  );
  assert.throws(() => pickRows([0.5], 3), /Cannot take sample 0.5/);
  assert.throws(() => pickRows([0], 0), /there are 0 samples/);
  assert.deepEqual([...allRows(3)], [0, 1, 2]);
});
