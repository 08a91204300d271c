/**
 * Runs a splitter on samples, and checks what it gives.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import { areFew, filterRows, highestOf, isAmong, placesOf } from "../rows.ts";
import { SplitOverlapError, type SplitSource, type Splitter } from "./splitter.ts";

/**
 * Divides samples.
 *
 * @param splitter decides which sample goes where
 * @param source the samples; padding is left out
 * @returns rows of the table for each split
 * @throws {SplitOverlapError} when a sample is in two splits of a splitter that promises otherwise
 * @throws {TypeError} when a splitter gives something else than rows
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
  if (typeof splitter?.split !== "function") {
    throw new TypeError(
      `Cannot split with ${JSON.stringify(splitter)}: give a splitter, such as ` +
        `new RandomSplitter({ ratios: { train: 0.8, test: 0.2 } })`,
    );
  }
  const samples = withoutPadding(source);
  const split = splitter.split(samples);
  checkParts(splitter, split, samples);
  return split;
}

/** The list of all rows of a table is long: it is made once, and only when it is read. */
function withoutPadding(source: SplitSource): SplitSource {
  const { table, isWhole = false } = source;
  let known: Int32Array | undefined;
  return {
    table,
    isWhole,
    get rows() {
      return known ??= unpadded(source.rows);
    },
  };
}

function unpadded(rows: Int32Array): Int32Array {
  return rows.includes(-1) ? rows.filter((row) => row >= 0) : rows;
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

type Part = readonly [name: string, rows: Int32Array];

/** One pass over all rows, with a bit for each; what is wrong is looked for once something is. */
function checkParts(
  { name, mayOverlap = false }: Splitter,
  split: Readonly<Record<string, Int32Array>>,
  source: SplitSource,
): void {
  const parts: readonly Part[] = Object.entries(split);
  const codes = rowCodes(source);
  const free = new Int32Array(Math.ceil(codes.count / 32));
  setBits(free, codes);
  for (const [at, [label, chosen]] of parts.entries()) {
    checkLabel(label, { kind: "split" });
    if (!(chosen instanceof Int32Array)) {
      throw new TypeError(`Splitter ${name} gave no Int32Array of rows for "${label}"`);
    }
    if (mayOverlap && at > 0) setBits(free, codes);
    const wrong = clearBits(free, codes.codeOf(chosen));
    if (wrong < 0) continue;
    throw problemOf(parts.slice(0, at + 1), { splitter: name, rows: source.rows, wrong });
  }
}

function setBits(bits: Int32Array, { codes, count }: RowCodes): void {
  if (codes === undefined) {
    bits.fill(-1);
    if (count % 32 > 0) bits[bits.length - 1] = (1 << count % 32) - 1;
    return;
  }
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    bits[code >>> 5] = (bits[code >>> 5] as number) | 1 << (code & 31);
  }
}

/** Stops at the first place whose bit is not set, and tells it; −1 when all are. */
function clearBits(bits: Int32Array, codes: Int32Array): number {
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    const word = bits[code >>> 5] ?? 0;
    const bit = 1 << (code & 31);
    if ((word & bit) === 0) return at;
    bits[code >>> 5] = word ^ bit;
  }
  return -1;
}

/** Numbers below `count` that stand for rows. */
interface RowCodes {
  /** Those of the samples; all of them when left out. */
  readonly codes?: Int32Array;
  readonly count: number;
  /** The codes of other rows; −1 for one that is not among them. */
  codeOf(rows: Int32Array): Int32Array;
}

/** Rows stand for themselves, unless a few of a long table would need bits for all of it. */
function rowCodes(source: SplitSource): RowCodes {
  const itself = (rows: Int32Array): Int32Array => rows;
  if (source.isWhole === true) return { count: source.table.length, codeOf: itself };
  const { rows } = source;
  if (!areFew(rows)) return { codes: rows, count: highestOf(rows) + 1, codeOf: itself };
  const placeOf = placesOf(rows);
  const codeOf = (others: Int32Array): Int32Array => others.map(placeOf);
  return { codes: codeOf(rows), count: rows.length, codeOf };
}

/** Why a row of the last part cannot be in it. */
function problemOf(
  parts: readonly Part[],
  { splitter, rows, wrong }: { splitter: string; rows: Int32Array; wrong: number },
): RangeError {
  const [label, chosen] = parts.at(-1) as Part;
  const row = chosen[wrong] as number;
  if (!rows.includes(row)) {
    return new RangeError(
      `Splitter ${splitter} put row ${row} into "${label}", which is none of the ` +
        `${rows.length} samples it was given`,
    );
  }
  const other = parts.slice(0, -1).find(([, others]) => others.includes(row));
  if (chosen.indexOf(row) !== wrong || other === undefined) {
    return new RangeError(`Split "${label}" holds row ${row} twice`);
  }
  return new SplitOverlapError([other[0], label], countShared(other[1], chosen));
}
