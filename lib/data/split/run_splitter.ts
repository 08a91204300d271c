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
  // Read once: a selection of all rows makes the list whenever it is asked.
  const { rows: all } = source;
  const rows = all.includes(-1) ? all.filter((row) => row >= 0) : all;
  const split = splitter.split({ table: source.table, rows });
  checkParts(splitter, split, rows);
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

/** Marks of rows: not among the samples, among them, or of the split two below. */
const [ABSENT, FREE, FIRST] = [0, 1, 2] as const;

/** One pass over all rows; pairs of splits are compared only once an overlap is found. */
function checkParts(
  { name, mayOverlap = false }: Splitter,
  split: Readonly<Record<string, Int32Array>>,
  rows: Int32Array,
): void {
  const parts = Object.entries(split);
  const { codes, codeOf, count } = number(rows);
  const marks = parts.length + FIRST <= 255 ? new Uint8Array(count) : new Uint32Array(count);
  for (let at = 0; at < codes.length; at++) marks[codes[at] as number] = FREE;
  for (let at = 0; at < parts.length; at++) {
    const [label, chosen] = parts[at] as [string, Int32Array];
    checkLabel(label, { kind: "split" });
    const chosenCodes = codeOf(chosen);
    for (let place = 0; place < chosenCodes.length; place++) {
      const code = chosenCodes[place] as number;
      const mark = marks[code] ?? ABSENT;
      const row = chosen[place] as number;
      if (mark === FREE) marks[code] = FIRST + at;
      else if (mark === ABSENT) throw inventedRow(name, { label, row, count: rows.length });
      else if (mark === FIRST + at) throw new RangeError(`Split "${label}" holds row ${row} twice`);
      else if (!mayOverlap) throw overlapOf(parts[mark - FIRST] as Part, [label, chosen]);
    }
  }
}

/** Numbers below `count` that stand for rows. */
interface RowCodes {
  readonly codes: Int32Array;
  readonly count: number;
  /** The codes of other rows; −1 for one that is not among them. */
  codeOf(rows: Int32Array): Int32Array;
}

/** Rows stand for themselves, unless a few of a long table would need marks for all of it. */
function number(rows: Int32Array): RowCodes {
  let highest = -1;
  for (let at = 0; at < rows.length; at++) highest = Math.max(highest, rows[at] as number);
  if (highest < 16 * rows.length) {
    return { codes: rows, count: highest + 1, codeOf: (others) => others };
  }
  const known = new Map(Array.from(rows, (row, at) => [row, at]));
  const codeOf = (others: Int32Array): Int32Array => others.map((row) => known.get(row) ?? -1);
  return { codes: codeOf(rows), count: rows.length, codeOf };
}

type Part = readonly [name: string, rows: Int32Array];

function overlapOf([a, rows]: Part, [b, others]: Part): SplitOverlapError {
  return new SplitOverlapError([a, b], countShared(rows, others));
}

function inventedRow(
  splitter: string,
  { label, row, count }: { label: string; row: number; count: number },
): RangeError {
  return new RangeError(
    `Splitter ${splitter} put row ${row} into "${label}", which is none of the ` +
      `${count} samples it was given`,
  );
}
