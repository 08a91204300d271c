import assert from "node:assert/strict";
import { shortNumber, textTable, thinned } from "../../../../lib/experiment/metrics/chart.ts";

Deno.test("textTable() lines columns up, the first to the left, all others to the right", () => {
  assert.equal(textTable([["", "cat"], ["dog", "3"]]), "     cat\ndog    3");
});

Deno.test("shortNumber() writes four digits that count", () => {
  assert.deepEqual([2 / 3, 12345, 1e-7, NaN].map(shortNumber), ["0.6667", "12345", "1e-7", "NaN"]);
});

Deno.test("thinned() takes the first and the last, and all where there are few", () => {
  assert.deepEqual(thinned(5, 3), [0, 2, 4]);
  assert.deepEqual(thinned(3, 5), [0, 1, 2]);
});
