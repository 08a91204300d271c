import assert from "node:assert/strict";
import { toTexts } from "../../../../lib/data/scale/texts.ts";

Deno.test("toTexts() shares one list of texts between features that have lists of their own", () => {
  const matrix = {
    rows: 2,
    features: [Float64Array.of(0, 1), Float64Array.of(1, 0)],
    levels: [["a", "b"], ["b", "a"]],
  };
  const column = toTexts(matrix, { shape: [2], length: 2, valid: undefined });
  assert.deepEqual(column.toArray(), [["a", "a"], ["b", "b"]]);
  assert.deepEqual(column.levels, ["a", "b"]);
});

Deno.test("toTexts() makes a sample missing where one of its places stands for no text", () => {
  const matrix = { rows: 3, features: [Float64Array.of(0, NaN, 5)], levels: [["a"]] };
  const like = { shape: [], length: 3, valid: undefined };
  assert.deepEqual(toTexts(matrix, like).toArray(), ["a", null, null]);
});

Deno.test("toTexts() leaves the flags that it was given as they are", () => {
  const valid = Uint8Array.of(1, 0);
  const matrix = { rows: 2, features: [Float64Array.of(9, 0)], levels: [["a"]] };
  const column = toTexts(matrix, { shape: [], length: 2, valid });
  assert.deepEqual(column.toArray(), [null, null]);
  assert.deepEqual([...valid], [1, 0]);
});
