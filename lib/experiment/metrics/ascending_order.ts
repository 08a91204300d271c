/**
 * Sorts large arrays of numbers, by their order and not by themselves.
 *
 * @module
 */

/** Below this comparing is faster than counting. */
const FEW = 4096;

/** Digits of 16 bits. */
const DIGITS = 65536;

/**
 * Finds the order of numbers.
 *
 * @param values any numbers but NaN
 * @returns their indices, of the least first; equal ones in the order in which they stand
 * @example
 * ```ts
 * import { ascendingOrder } from "./ascending_order.ts";
 * ascendingOrder(Float64Array.of(0.3, 0.1, 0.2)); // [1, 2, 0]
 * ```
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values.keys());
  if (values.length < FEW) return order.sort(comparing(values));
  const keys = upperKeys(values);
  const sorted = byDigit(byDigit(order, { keys, shift: 0 }), { keys, shift: 16 });
  return settled(sorted, { keys, values });
}

/** The upper half of each number, as a whole number of the same order. */
function upperKeys(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(values.length);
  const one = new Float64Array(1);
  const halves = new Uint32Array(one.buffer);
  for (let at = 0; at < values.length; at++) {
    // −0 is 0.
    one[0] = (values[at] as number) + 0;
    const upper = halves[1] as number;
    keys[at] = upper >>> 31 === 1 ? ~upper : upper | 0x80000000;
  }
  return keys;
}

/** One pass of a radix sort. */
function byDigit(
  order: Uint32Array,
  { keys, shift }: { readonly keys: Uint32Array; readonly shift: number },
): Uint32Array {
  const starts = new Uint32Array(DIGITS + 1);
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] as number) >>> shift & 0xffff) + 1;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let digit = 1; digit <= DIGITS; digit++) {
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  }
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const index = order[at] as number;
    const digit = (keys[index] as number) >>> shift & 0xffff;
    const to = starts[digit] as number;
    starts[digit] = to + 1;
    sorted[to] = index;
  }
  return sorted;
}

/** Sorts runs whose upper halves are equal. */
function settled(
  order: Uint32Array,
  { keys, values }: { readonly keys: Uint32Array; readonly values: Float64Array },
): Uint32Array {
  let from = 0;
  for (let at = 1; at <= order.length; at++) {
    const same = at < order.length &&
      keys[order[at] as number] === keys[order[from] as number];
    if (same) continue;
    if (at - from > 1 && !areEqual(order, { from, to: at, values })) {
      order.subarray(from, at).sort(comparing(values));
    }
    from = at;
  }
  return order;
}

function areEqual(
  order: Uint32Array,
  { from, to, values }: {
    readonly from: number;
    readonly to: number;
    readonly values: Float64Array;
  },
): boolean {
  const first = values[order[from] as number];
  for (let at = from + 1; at < to; at++) if (values[order[at] as number] !== first) return false;
  return true;
}

function comparing(values: Float64Array): (one: number, other: number) => number {
  // Of two infinities of one sign the difference is NaN.
  return (one, other) => {
    const [a, b] = [values[one] as number, values[other] as number];
    return a < b ? -1 : a > b ? 1 : one - other;
  };
}
