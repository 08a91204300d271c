/**
 * Runs a splitter on samples, and checks what it gives.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import { filterRows, isAmong } from "../rows.ts";
import { SplitOverlapError, type SplitSource, type Splitter } from "./splitter.ts";

/**
 * Divides samples.
 *
 * @param splitter decides which sample goes where
 * @param source the samples; padding is left out
 * @returns rows of the table for each split
 * @throws {SplitOverlapError} when a sample is in two splits of a splitter that promises otherwise
 * @throws {RangeError} when a splitter invents samples, or names a split as none can be named
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { RandomSplitter } from "./random_splitter.ts";
 * import { runSplitter } from "./run_splitter.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4] }, { features: ["x"] });
 * const { test } = runSplitter(new RandomSplitter({ ratios: { train: 0.75, test: 0.25 } }), set);
 * ```
 */
export function runSplitter<N extends string>(
  splitter: Splitter<N>,
  source: SplitSource,
): Readonly<Record<N, Int32Array>> {
  const rows = source.rows.includes(-1) ? source.rows.filter((row) => row >= 0) : source.rows;
  const split = splitter.split({ table: source.table, rows });
  const here = isAmong(rows);
  for (const [name, chosen] of Object.entries<Int32Array>(split)) {
    checkLabel(name, { kind: "split" });
    const strange = chosen.find((row) => !here(row));
    if (strange !== undefined) {
      throw new RangeError(
        `Splitter ${splitter.name} put row ${strange} into "${name}", which is none of the ` +
          `${rows.length} samples it was given`,
      );
    }
  }
  if (splitter.mayOverlap !== true) refuseOverlaps(split);
  return split;
}

/**
 * Counts the samples that two splits share.
 *
 * @param a rows of one
 * @param b rows of the other
 * @returns how many rows of `b` are in `a`
 * @example
 * ```ts
 * import { countShared } from "./run_splitter.ts";
 * console.log(countShared(Int32Array.of(1, 2), Int32Array.of(2, 3))); // 1
 * ```
 */
export function countShared(a: Int32Array, b: Int32Array): number {
  return filterRows(b, isAmong(a)).length;
}

/** One pass over all rows finds whether there is any overlap; only then are pairs compared. */
function refuseOverlaps(split: Readonly<Record<string, Int32Array>>): void {
  const parts = Object.entries(split);
  let highest = -1;
  for (const [, rows] of parts) for (const row of rows) if (row > highest) highest = row;
  const owner = new Int16Array(highest + 1).fill(-1);
  for (const [at, [name, rows]] of parts.entries()) {
    for (const row of rows) {
      const other = owner[row] as number;
      if (other >= 0) {
        const [otherName, otherRows] = parts[other] as [string, Int32Array];
        if (other === at) throw new RangeError(`Split "${name}" holds row ${row} twice`);
        throw new SplitOverlapError([otherName, name], countShared(otherRows, rows));
      }
      owner[row] = at;
    }
  }
}
