/**
 * Columns side by side, kept for the next batch: a sample's numbers then lie in one place.
 *
 * @module
 */

import { ARRAYS } from "../column.ts";
import type { ColumnTable } from "../column_table.ts";
import { shortNames, stack, type Stacked, type StackOptions } from "../data_format.ts";
import { gather } from "../gather.ts";

interface Packed {
  readonly values: Float32Array | Float64Array;
  /** Columns × the shape of one sample. */
  readonly shape: readonly number[];
  readonly columns: readonly string[];
}

/** One copy of the columns for as long as their table lives; none where a column is used as it is. */
const kept = new WeakMap<ColumnTable, Map<string, Packed>>();

/**
 * Reads some rows of columns side by side.
 *
 * @param table where they are
 * @param names full names of columns
 * @param options rows, −1 for padding, which becomes 0; the type of the numbers; where they go
 * @returns numbers of shape (rows, columns, …shape of one sample)
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
  options: StackOptions & { rows: Int32Array },
): Stacked {
  const { rows, dtype = "float32", into } = options;
  const { values, shape, columns } = pack(table, names, dtype);
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
  const made = packColumns(table, { names, dtype });
  packs.set(key, made);
  return made;
}

function packColumns(
  table: ColumnTable,
  { names, dtype }: { names: readonly string[]; dtype: "float32" | "float64" },
): Packed {
  const short = shortNames(names);
  const columns = names.map((name) => table.column(name));
  const [first] = columns;
  if (columns.length === 1 && first?.dtype === dtype && first.valid === undefined) {
    const values = first.values as Float32Array | Float64Array;
    return { values, shape: [1, ...first.shape], columns: short };
  }
  const entries = columns.map((column, at) => [short[at] ?? "", column] as const);
  const { values, shape } = stack(Object.fromEntries(entries), { dtype });
  return { values, shape: shape.slice(1), columns: short };
}
