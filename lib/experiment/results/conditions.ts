/**
 * Which entries are meant: by a coordinate, several, or a test of it.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import {
  type Axes,
  type AxisColumn,
  type Coordinate,
  type Dictionary,
  findRun,
} from "./coordinates.ts";

/** What a coordinate must be: one, one of several, or one that passes a test. */
export type CoordinateCondition<C extends Coordinate> = C | readonly C[] | ((at: C) => boolean);

/** Conditions by axis; an entry must meet all of them. */
export type AxisConditions<A extends Axes> = {
  readonly [K in keyof A]?: CoordinateCondition<A[K]> | undefined;
};

/** Entries: those from a place to another, or a list. */
export type Rows = { readonly start: number; readonly end: number } | Int32Array;

/** Columns by axis. */
export type AxisColumns = Readonly<Record<string, AxisColumn>>;

/**
 * Finds the entries that meet conditions.
 *
 * @param columns of all axes
 * @param conditions by axis
 * @param options how many entries there are
 * @returns places in order; a stretch where one axis alone decides, which costs nothing
 * @throws UnknownNameError when there is no such axis
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { findRows } from "./conditions.ts";
 * const epoch = columnOf([0, 0, 1]);
 * findRows({ epoch }, { epoch: 1 }, { length: 3 }); // { start: 2, end: 3 }
 * ```
 */
export function findRows(
  columns: AxisColumns,
  conditions: AxisConditions<Axes>,
  { length }: { readonly length: number },
): Rows {
  let [start, end] = [0, length];
  const tests: CodeTest[] = [];
  for (const [axis, condition] of Object.entries(conditions)) {
    if (condition === undefined) continue;
    const column = columnFor(columns, axis);
    const only = onlyCode(column.dictionary, condition);
    if (only === undefined || !column.sorted) {
      tests.push({ codes: column.codes, passes: passing(column.dictionary, condition) });
      continue;
    }
    const [from, to] = only < 0 ? [0, 0] : findRun(column.codes, only);
    [start, end] = [Math.max(start, from), Math.min(end, to)];
  }
  const [first, ...others] = tests;
  if (first === undefined) return { start, end: Math.max(start, end) };
  return others.reduce(passingOf, passingBetween(first, { start, end }));
}

/** Codes along an axis, and a byte for each code that passes. */
interface CodeTest {
  readonly codes: Int32Array;
  readonly passes: Uint8Array;
}

function passingBetween(
  { codes, passes }: CodeTest,
  { start, end }: { readonly start: number; readonly end: number },
): Int32Array {
  const rows = new Int32Array(Math.max(0, end - start));
  let count = 0;
  for (let row = start; row < end; row++) {
    rows[count] = row;
    count += passes[codes[row] as number] as number;
  }
  return rows.subarray(0, count);
}

function passingOf(rows: Int32Array, { codes, passes }: CodeTest): Int32Array {
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    rows[count] = row;
    count += passes[codes[row] as number] as number;
  }
  return rows.subarray(0, count);
}

/**
 * Finds the column of an axis.
 *
 * @param columns of all axes
 * @param axis its name
 * @returns the column
 * @throws UnknownNameError when there is none
 * @example
 * ```ts
 * import { columnFor } from "./conditions.ts";
 * import { columnOf } from "./coordinates.ts";
 * columnFor({ epoch: columnOf([0]) }, "epoch");
 * ```
 */
export function columnFor(columns: AxisColumns, axis: string): AxisColumn {
  const found = Object.hasOwn(columns, axis) ? columns[axis] : undefined;
  if (found !== undefined) return found;
  throw new UnknownNameError("axis name", axis, { known: Object.keys(columns) });
}

/** The code of the only coordinate wanted: −1 where nothing has it, nothing where there are more. */
function onlyCode(
  dictionary: Dictionary,
  condition: CoordinateCondition<Coordinate>,
): number | undefined {
  if (typeof condition === "function") return undefined;
  if (!isList(condition)) return dictionary.find(condition);
  const [only = null] = condition;
  return condition.length === 1 ? dictionary.find(only) : undefined;
}

/** A byte for each code: a test runs once for each coordinate, not once for each entry. */
function passing(
  dictionary: Dictionary,
  condition: CoordinateCondition<Coordinate>,
): Uint8Array {
  const passes = new Uint8Array(dictionary.size);
  if (typeof condition === "function") {
    return passes.map((_, code) => condition(dictionary.at(code)) ? 1 : 0);
  }
  for (const wanted of isList(condition) ? condition : [condition]) {
    const code = dictionary.find(wanted);
    if (code >= 0) passes[code] = 1;
  }
  return passes;
}

function isList(condition: Coordinate | readonly Coordinate[]): condition is readonly Coordinate[] {
  return Array.isArray(condition);
}
