import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRatios, largestRemainder } from "../../../../lib/data/split/ratios.ts";

Deno.test("largestRemainder() shares out all, each within one of its share", () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
      (total, weights) => {
        const sum = weights.reduce((a, b) => a + b);
        const ratios = Object.fromEntries(weights.map((weight, at) => [`s${at}`, weight / sum]));
        const counts = largestRemainder(total, ratios);
        assert.equal(Object.values(counts).reduce((a, b) => a + b), total);
        for (const [name, share] of Object.entries(ratios)) {
          assert.ok(Math.abs((counts[name] ?? NaN) - share * total) < 1 + 1e-6);
        }
      },
    ),
  );
  assert.deepEqual(largestRemainder(508, { a: 0.6, b: 0.2, c: 0.2 }), { a: 305, b: 102, c: 101 });
});

Deno.test("largestRemainder() shares out all of a long list by shares that were rounded", () => {
  const rounded = { a: 0.3333333, b: 0.3333333, c: 0.3333333 };
  assert.deepEqual(largestRemainder(1e8, rounded), { a: 33333334, b: 33333333, c: 33333333 });
  assert.deepEqual(largestRemainder(1e7, { a: 0.5, b: 0.5000009 }), { a: 4999996, b: 5000004 });
});

Deno.test("checkRatios() refuses shares without a name, and shares that are no numbers", () => {
  const check = (ratios: unknown) => () => checkRatios(ratios as Record<string, number>);
  assert.throws(check([0.8, 0.2]), /ratios \[0.8,0.2\]: give a name for each share/);
  assert.throws(check(null), /ratios null: give a name/);
  assert.throws(check({ a: "0.5", b: 0.5 }), /Ratio of "a" is "0.5": give a share between 0 and 1/);
});
