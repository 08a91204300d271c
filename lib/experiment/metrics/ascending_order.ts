/**
 * Sorts large arrays of numbers, by their order and not by themselves.
 *
 * @module
 */

/** Below this comparing is faster than counting. */
const FEW = 4096;

/** Above this comparing is faster than inserting. */
const SHORT = 24;

/** Bits of a digit, of which there are three: more would scatter numbers over too much memory. */
const BITS = 11;

/**
 * Finds the order of numbers: a radix sort by their upper halves, in which numbers that are equal there
 * are compared.
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
  let from: Keyed = { keys: upperKeys(values), order: indices(values.length) };
  if (values.length < FEW) return from.order.sort(comparing(values));
  let into: Keyed = {
    keys: new Uint32Array(values.length),
    order: new Uint32Array(values.length),
  };
  for (let shift = 0; shift < 32; shift += BITS) {
    sortByDigit(from, into, { shift });
    [from, into] = [into, from];
  }
  return settled(from, values);
}

function indices(length: number): Uint32Array {
  const all = new Uint32Array(length);
  for (let at = 0; at < length; at++) all[at] = at;
  return all;
}

/** Indices of numbers, and the upper half of each. */
interface Keyed {
  readonly keys: Uint32Array;
  readonly order: Uint32Array;
}

/** The upper half of each number, as a whole number of the same order. */
function upperKeys(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(values.length);
  const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let at = 0; at < values.length; at++) {
    const upper = halves[2 * at + 1] as number;
    // −0 is 0.
    const isNegative = upper >>> 31 === 1 && values[at] !== 0;
    keys[at] = isNegative ? ~upper : upper | 0x80000000;
  }
  return keys;
}

/** One pass of a radix sort. */
function sortByDigit(from: Keyed, into: Keyed, { shift }: { readonly shift: number }): void {
  const { keys, order } = from;
  const { keys: sortedKeys, order: sortedOrder } = into;
  const mask = 2 ** BITS - 1;
  const starts = new Uint32Array(2 ** BITS + 1);
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] as number) >>> shift & mask) + 1;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let digit = 1; digit < starts.length; digit++) {
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  }
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as number;
    const digit = key >>> shift & mask;
    const to = starts[digit] as number;
    starts[digit] = to + 1;
    sortedKeys[to] = key;
    sortedOrder[to] = order[at] as number;
  }
}

/** Sorts runs whose upper halves are equal. */
function settled({ keys, order }: Keyed, values: Float64Array): Uint32Array {
  let from = 0;
  for (let at = 1; at <= keys.length; at++) {
    if (at < keys.length && keys[at] === keys[from]) continue;
    if (at - from <= SHORT) insert(order, { from, to: at, values });
    else if (!areEqual(order, { from, to: at, values })) {
      order.subarray(from, at).sort(comparing(values));
    }
    from = at;
  }
  return order;
}

/** Sorts a short run: each index moves down past those of greater numbers. */
function insert(
  order: Uint32Array,
  { from, to, values }: {
    readonly from: number;
    readonly to: number;
    readonly values: Float64Array;
  },
): void {
  for (let at = from + 1; at < to; at++) {
    const index = order[at] as number;
    const value = values[index] as number;
    let free = at;
    while (free > from && (values[order[free - 1] as number] as number) > value) {
      order[free] = order[free - 1] as number;
      free--;
    }
    order[free] = index;
  }
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
