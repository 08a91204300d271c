import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addExactly,
  mergeExactly,
  roundedSum,
} from "../../../../lib/experiment/metrics/exact_sum.ts";

function sumOf(terms: readonly number[]): number[] {
  const sum: number[] = [];
  for (const term of terms) addExactly(sum, term);
  return sum;
}

const terms = fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { maxLength: 40 });

Deno.test("addExactly() loses nothing beside numbers that are much greater", () => {
  assert.equal(roundedSum(sumOf([1e100, 1, -1e100])), 1);
  assert.equal(roundedSum(sumOf(new Array(10).fill(0.1))), 1);
  assert.equal(roundedSum(sumOf([])), 0);
});

Deno.test("roundedSum() rounds once, also where a half decides", () => {
  // As in the tests of Python's math.fsum.
  assert.equal(roundedSum(sumOf([2 ** 53, -0.5, -(2 ** -54)])), 2 ** 53 - 1);
  assert.equal(roundedSum(sumOf([2 ** 53, 1, 2 ** -100])), 2 ** 53 + 2);
  assert.equal(roundedSum(sumOf([2 ** 53 + 10, 1, 2 ** -100])), 2 ** 53 + 12);
  assert.equal(roundedSum(sumOf([2 ** 53 - 4, 0.5, 2 ** -54])), 2 ** 53 - 3);
});

Deno.test("roundedSum() does not depend on the order of terms", () => {
  fc.assert(fc.property(terms, (all) => {
    assert.equal(roundedSum(sumOf(all)), roundedSum(sumOf(all.toReversed())));
    assert.equal(roundedSum(sumOf(all)), roundedSum(sumOf(all.toSorted((a, b) => a - b))));
  }));
});

Deno.test("mergeExactly() gives the sum of all terms of both", () => {
  fc.assert(fc.property(terms, terms, (one, other) => {
    const merged = sumOf(one);
    mergeExactly(merged, sumOf(other));
    assert.equal(roundedSum(merged), roundedSum(sumOf([...one, ...other])));
  }));
});

Deno.test("addExactly() of an infinity stays infinite", () => {
  assert.equal(roundedSum(sumOf([1, Infinity, 2])), Infinity);
  assert.ok(Number.isNaN(roundedSum(sumOf([Infinity, 1, -Infinity]))));
});
