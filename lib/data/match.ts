/**
 * Samples of two FeatureSets that belong together: by identifier, or by the values of columns.
 *
 * @module
 */

import type { Column } from "./column.ts";
import { NumberCodes } from "./number_codes.ts";
import { placesOf } from "./rows.ts";
import type { SampleSelection } from "./sample_selection.ts";
import type { Keys } from "./select_columns.ts";

/** A FeatureSet or a view, whatever its names. */
export type Samples = SampleSelection<Keys, unknown>;

/**
 * Finds for each sample of one selection the sample of another that belongs to it.
 *
 * @param left its samples may share a partner
 * @param right where each value may appear once
 * @param options keys of columns whose values are equal in both; identifiers when left out
 * @returns for each sample on the left the place of its partner on the right, −1 where it has none
 * @throws {RangeError} when a value is on the right twice
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { matchSamples } from "./match.ts";
 * const make = (x: number[]) => FeatureSet.fromColumns("a", { x }, { features: ["x"] });
 * console.log(matchSamples(make([5, 6, 5]), make([6, 5]), { on: ["x"] })); // 1, 0, 1
 * ```
 */
export function matchSamples(
  left: Samples,
  right: Samples,
  { on }: { on?: readonly string[] | undefined } = {},
): Int32Array {
  if (on === undefined) return matchIds(left, right);
  const columns = on.map((key) => [left.column(key), right.column(key)] as const);
  const codes = columns.map(([ours, others]) =>
    wholeCodes(ours, others) ?? codesOfBoth(ours, others)
  );
  const { mine, theirs, count } = codes.length === 0
    ? alike(left.length, right.length)
    : codes.reduce(paired);
  const places = new Int32Array(count).fill(-1);
  for (let at = 0; at < theirs.length; at++) {
    const code = theirs[at] as number;
    if (places[code] !== -1) {
      const values = columns.map(([, others]) => others.at(at));
      throw ambiguous(JSON.stringify(values), right.label);
    }
    places[code] = at;
  }
  return mine.map((code) => places[code] ?? -1);
}

/** By row where both share their identifiers, as views of one FeatureSet do. */
function matchIds(left: Samples, right: Samples): Int32Array {
  const placeOf = placesOf(right.rows);
  const [ours, theirs] = [left.table.ids, right.table.ids];
  if (ours === theirs) return left.rows.map(placeOf);
  const twice = right.rows.findIndex((row, at) => row >= 0 && placeOf(row) !== at);
  if (twice >= 0) throw ambiguous(theirs.at(right.rows[twice] as number), right.label);
  return theirs.locate(ours, left.rows).map(placeOf);
}

/** Numbers that are equal where values are; −1 on the left for values that are not on the right. */
interface Codes {
  readonly mine: Int32Array;
  readonly theirs: Int32Array;
  /** The numbers on the right are below this. */
  readonly count: number;
}

/** All samples have the same value of no column. */
function alike(left: number, right: number): Codes {
  return { mine: new Int32Array(left), theirs: new Int32Array(right), count: 1 };
}

/** Codes may be up to so many times as many as samples on the right, for a table of them to pay. */
const DENSE = 4;

/** Whole numbers that lie near each other stand for themselves, which takes a third of the time. */
function wholeCodes(left: Column, right: Column): Codes | undefined {
  if (!isNumbers(left) || !isNumbers(right)) return undefined;
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < right.length; row++) {
    const value = numberAt(right, row);
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return undefined;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const missing = high - low + 1;
  if (!(missing > 0 && missing < DENSE * right.length)) return undefined;
  const codeOf = (value: number): number => {
    if (value >= low && value <= high) return Number.isInteger(value) ? value - low : -1;
    return Number.isNaN(value) ? missing : -1;
  };
  const codes = (column: Column): Int32Array => {
    const found = new Int32Array(column.length);
    for (let row = 0; row < found.length; row++) found[row] = codeOf(numberAt(column, row));
    return found;
  };
  return { mine: codes(left), theirs: codes(right), count: missing + 1 };
}

function isNumbers({ isNumeric, shape }: Column): boolean {
  return isNumeric && shape.length === 0;
}

function numberAt({ values, valid }: Column, row: number): number {
  return valid?.[row] === 0 ? NaN : values[row] as number;
}

function codesOfBoth(left: Column, right: Column): Codes {
  const [numbers, others] = [
    new NumberCodes(isNumbers(right) ? right.length : 0),
    new Map<unknown, number>(),
  ];
  // Numbers have even codes and other values odd ones, so that no text is taken for a number.
  const theirs = codesOf(right, {
    ofNumber: (value) => 2 * numbers.add(value),
    ofOther: (value) => {
      const code = others.get(value) ?? others.size;
      if (code === others.size) others.set(value, code);
      return 2 * code + 1;
    },
  });
  const mine = codesOf(left, {
    ofNumber: (value) => 2 * numbers.find(value),
    ofOther: (value) => 2 * (others.get(value) ?? -1) + 1,
  });
  return { mine, theirs, count: 2 * Math.max(numbers.count, others.size) };
}

/** Texts are looked up once each. What is missing counts as a number that is none, as in JSON. */
function codesOf(
  column: Column,
  { ofNumber, ofOther }: {
    ofNumber: (value: number) => number;
    ofOther: (value: unknown) => number;
  },
): Int32Array {
  const { levels, values, valid, size, isNumeric } = column;
  const isScalar = size === 1 && column.shape.length === 0;
  const codes = new Int32Array(column.length);
  const ofLevels = isScalar ? levels?.map(ofOther) : undefined;
  for (let row = 0; row < codes.length; row++) {
    if (valid?.[row] === 0) codes[row] = ofNumber(NaN);
    else if (ofLevels !== undefined) codes[row] = ofLevels[values[row] as number] as number;
    else if (isScalar && isNumeric) codes[row] = ofNumber(values[row] as number);
    else codes[row] = ofOther(isScalar ? column.at(row) : JSON.stringify([column.at(row)]));
  }
  return codes;
}

/** Numbers for pairs of values: their place in a table of all pairs, if that is no larger than data. */
function paired(a: Codes, b: Codes): Codes {
  const all = a.count * b.count;
  if (all < DENSE * b.theirs.length) {
    const pair = (first: Int32Array, second: Int32Array): Int32Array =>
      first.map((code, at) => {
        const other = second[at] as number;
        return code < 0 || other < 0 ? -1 : code * b.count + other;
      });
    return { mine: pair(a.mine, b.mine), theirs: pair(a.theirs, b.theirs), count: all };
  }
  const pairs = new NumberCodes(b.theirs.length);
  const theirs = a.theirs.map((code, at) => pairs.add(code * b.count + (b.theirs[at] as number)));
  const mine = a.mine.map((code, at) => {
    const other = b.mine[at] as number;
    return code < 0 || other < 0 ? -1 : pairs.find(code * b.count + other);
  });
  return { mine, theirs, count: pairs.count };
}

function ambiguous(key: string, label: string): RangeError {
  return new RangeError(
    `Cannot join: ${key} is in "${label}" twice, so that its partner is not clear; ` +
      `put the FeatureSet with one sample per value on the right`,
  );
}
