import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { PartnerFinder } from "../../../../lib/data/sample/partners.ts";
import type { SimilarityCondition } from "../../../../lib/data/sample/similarity.ts";

function finderOf(
  values: readonly (number | null)[],
  condition: SimilarityCondition,
  options = { most: null, best: false } as { most: number | null; best: boolean },
): PartnerFinder {
  const set = FeatureSet.fromColumns("s", { x: [0, ...values] }, { features: ["x"] });
  const rows = Int32Array.from(values, (_, at) => at + 1);
  return new PartnerFinder({ table: set.table, rows }, { x: condition }, options);
}

function found(finder: PartnerFinder, anchor: number): number[] {
  return finder.find(anchor, SeedStream.from(1)).rows.toSorted((a, b) => a - b);
}

Deno.test("find() finds all that are near, as comparing every two does, whatever is missing", () => {
  const value = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(null, NaN, 0.5));
  const values = fc.array(value, { minLength: 2, maxLength: 30 });
  fc.assert(fc.property(values, fc.constantFrom(0, 0.5, 3), (values, tolerance) => {
    const finder = finderOf(values, { tolerance });
    for (const [at, anchor] of values.entries()) {
      const near = values.flatMap((other, place) => {
        const apart = anchor === null || other === null ? NaN : Math.abs(anchor - other);
        return place !== at && apart <= tolerance ? [place + 1] : [];
      });
      assert.deepEqual(found(finder, at + 1), near);
    }
  }));
});

Deno.test("find() takes those that match first, and others only where conditions fall back", () => {
  const soft = { tolerance: 1, allowFallback: true };
  const options = { most: 3, best: false };
  const { rows, tiers } = finderOf([5, 5, 9, 30], soft, options).find(1, SeedStream.from(2));
  assert.equal(rows[0], 2);
  assert.deepEqual(tiers, ["full", "fallback", "fallback"]);
  assert.deepEqual(found(finderOf([5, 5, 9, 30], { tolerance: 1 }, options), 1), [2]);
});

Deno.test("find() puts the best scores first where that is asked, and scores by the difference", () => {
  const condition = {
    tolerance: 4,
    allowFallback: true,
    weightMode: "linear",
    maxWeight: 9,
  } as const;
  const finder = finderOf([5, 8, 6, 30], condition, { most: 2, best: true });
  const { rows, weights } = finder.find(1, SeedStream.from(3));
  assert.deepEqual(rows, [3, 2]);
  assert.deepEqual(weights.map((weight) => weight.toFixed(3)), ["4.000", "1.333"]);
});

Deno.test("find() draws by chance, the same for the same stream", () => {
  const finder = finderOf(Array.from({ length: 50 }, () => 1), {}, { most: 3, best: false });
  const draw = (seed: number) => finder.find(1, SeedStream.from(seed)).rows;
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  assert.equal(new Set(draw(1)).size, 3);
});
