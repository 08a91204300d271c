/**
 * Features in bins: what trees look for splits in.
 *
 * @module
 */

import type { Rows } from "../table.ts";

/** Features as numbers of bins, column by column. */
export interface Bins {
  /** For each feature, the bin of each row. */
  readonly codes: readonly Uint8Array[];
  /** For each feature, where bins end: bin b holds values up to thresholds[b], float32. */
  readonly thresholds: readonly Float64Array[];
}

/** A byte tells bins apart. */
const MOST = 256;

/**
 * Puts features in at most 256 bins each. With no more different values than that every value has
 * its own, so that no split is lost; else bins hold about as many rows each.
 *
 * Source: Ke et al., LightGBM: a highly efficient gradient boosting decision tree, 2017.
 *
 * @param x one row per sample
 * @returns bins, and the values between them
 * @example
 * ```ts
 * import { binRows } from "./bins.ts";
 * const x = { rows: 3, columns: 1, data: new Float64Array([1, 2, 4]) };
 * binRows(x).thresholds[0]; // [1.5, 3]
 * ```
 */
export function binRows({ rows, columns, data }: Rows): Bins {
  const codes: Uint8Array[] = [];
  const thresholds: Float64Array[] = [];
  for (let column = 0; column < columns; column++) {
    const values = Float64Array.from(
      { length: rows },
      (_, row) => data[row * columns + column] as number,
    );
    const ends = thresholdsOf(values.toSorted());
    thresholds.push(ends);
    codes.push(Uint8Array.from(values, (value) => binOf(value, ends)));
  }
  return { codes, thresholds };
}

function thresholdsOf(sorted: Float64Array): Float64Array {
  const steps: { readonly at: number; readonly threshold: number }[] = [];
  for (let at = 1; at < sorted.length; at++) {
    const [below, above] = [sorted[at - 1] as number, sorted[at] as number];
    if (below < above) steps.push({ at, threshold: between(below, above) });
  }
  if (steps.length < MOST) return Float64Array.from(steps, ({ threshold }) => threshold);
  const chosen = new Set<number>();
  let step = 0;
  for (let bin = 1; bin < MOST; bin++) {
    const wanted = bin * sorted.length / MOST;
    while (step < steps.length - 1 && (steps[step]?.at ?? 0) < wanted) step++;
    chosen.add(steps[step]?.threshold ?? 0);
  }
  return Float64Array.from(chosen);
}

/** Halfway, as float32 has it: states keep thresholds so, and no value may change sides by that. */
function between(below: number, above: number): number {
  const middle = Math.fround((below + above) / 2);
  return middle < above ? middle : below;
}

function binOf(value: number, ends: Float64Array): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (ends[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
