import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { ascendingOrder } from "../../../../lib/experiment/metrics/ascending_order.ts";

/** By comparing, which is slow and right. */
function compared(values: Float64Array): readonly number[] {
  return Array.from(values.keys()).sort((one, other) => {
    const [a, b] = [values[one] as number, values[other] as number];
    return a < b ? -1 : a > b ? 1 : one - other;
  });
}

Deno.test("ascendingOrder() sorts few numbers of any kind, equal ones as they stand", () => {
  const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1));
  fc.assert(fc.property(fc.array(number, { maxLength: 50 }), (list) => {
    const values = Float64Array.from(list);
    assert.deepEqual([...ascendingOrder(values)], compared(values));
  }));
});

Deno.test("ascendingOrder() sorts many numbers as comparing does", () => {
  const seeds = SeedStream.from(4);
  const kinds: Record<string, () => number> = {
    normal: () => seeds.normal(),
    tied: () => Math.round(seeds.normal() * 3) || -0,
    close: () => 1 + seeds.uniform() * 1e-10,
    far: () => seeds.normal() * 10 ** (seeds.below(600) - 300),
    infinite: () => [Infinity, -Infinity, 0, -0, 1][seeds.below(5)] as number,
    constant: () => 0.5,
  };
  for (const [kind, draw] of Object.entries(kinds)) {
    const values = Float64Array.from({ length: 10_000 }, draw);
    assert.deepEqual([...ascendingOrder(values)], compared(values), kind);
    const part = values.subarray(1, 9000);
    assert.deepEqual([...ascendingOrder(part)], compared(part), `part of ${kind}`);
  }
});
