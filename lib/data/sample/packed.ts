/**
 * Columns side by side, kept for the next batch: a sample's numbers then lie in one place.
 *
 * @module
 */

import { ARRAYS, type Column } from "../column.ts";
import type { ColumnTable } from "../column_table.ts";
import { shortNames, stack, type Stacked, type StackOptions } from "../data_format.ts";
import { gather } from "../gather.ts";

interface Packed {
  readonly values: Float32Array | Float64Array;
  /** What one sample is: columns × the shape of one sample, or numbers. */
  readonly shape: readonly number[];
  readonly columns: readonly string[];
}

/** Views of a smaller share of their table than this are read without a second copy of all of it. */
const SHARE = 1 / 8;

/** One copy of the columns for as long as their table lives; none where a column is used as it is. */
const kept = new WeakMap<ColumnTable, Map<string, Packed>>();

/**
 * Reads some rows of columns side by side.
 *
 * @param table where they are
 * @param names full names of columns
 * @param options rows, −1 for padding, which becomes 0; how many rows all batches of the view have;
 *   the type of the numbers; where they go
 * @returns numbers of shape (rows, columns, …shape of one sample), or (rows, numbers)
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { readPacked } from "./packed.ts";
 * const { table } = FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"] });
 * const { values } = readPacked(table, ["features.x.raw"], { rows: Int32Array.of(2) }); // 3
 * ```
 */
export function readPacked(
  table: ColumnTable,
  names: readonly string[],
  options: StackOptions & { rows: Int32Array; among?: number },
): Stacked {
  const { rows, dtype = "float32", into, among = table.length } = options;
  const found = asItIs(table, { names, dtype });
  if (found === undefined && among < table.length * SHARE) {
    return stackRows(table, names, { rows, dtype, into });
  }
  const { values, shape, columns } = found ?? pack(table, names, dtype);
  const size = shape.reduce((product, length) => product * length, 1);
  const length = rows.length * size;
  const target = into ?? new ARRAYS[dtype](length) as Float32Array | Float64Array;
  if (target.length < length) {
    throw new RangeError(
      `Cannot write ${length} numbers into ${target.length}: give a longer array`,
    );
  }
  const exact = target.length === length ? target : target.subarray(0, length);
  gather(values, { rows, size, into: exact });
  return { values: exact, shape: [rows.length, ...shape], columns };
}

/** From as many places as there are columns: slower for a batch, but nothing is kept. */
function stackRows(
  table: ColumnTable,
  names: readonly string[],
  options: StackOptions & { rows: Int32Array },
): Stacked {
  const { rows } = options;
  const { values, shape, columns } = stack(columnsOf(table, names), options);
  const size = values.length / Math.max(1, rows.length);
  for (let at = rows.indexOf(-1); at >= 0; at = rows.indexOf(-1, at + 1)) {
    values.fill(0, at * size, (at + 1) * size);
  }
  return { values, shape, columns };
}

function pack(
  table: ColumnTable,
  names: readonly string[],
  dtype: "float32" | "float64",
): Packed {
  const packs = kept.get(table) ?? new Map<string, Packed>();
  kept.set(table, packs);
  const key = `${dtype} ${names.join(" ")}`;
  const known = packs.get(key);
  if (known !== undefined) return known;
  const { values, shape, columns } = stack(columnsOf(table, names), { dtype });
  const made = { values, shape: shape.slice(1), columns };
  packs.set(key, made);
  return made;
}

/** One column of the type wanted, without missing samples, is side by side with nothing. */
function asItIs(
  table: ColumnTable,
  { names, dtype }: { names: readonly string[]; dtype: "float32" | "float64" },
): Packed | undefined {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return undefined;
  const column = table.column(name);
  if (column.dtype !== dtype || column.valid !== undefined) return undefined;
  const values = column.values as Float32Array | Float64Array;
  return { values, shape: [1, ...column.shape], columns: shortNames(names) };
}

function columnsOf(table: ColumnTable, names: readonly string[]): Record<string, Column> {
  const short = shortNames(names);
  return Object.fromEntries(names.map((name, at) => [short[at] ?? "", table.column(name)]));
}
