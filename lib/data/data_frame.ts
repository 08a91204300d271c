/**
 * Columns of the data frames of other libraries, told apart by what they offer.
 *
 * @module
 */

import { UnknownNameError } from "../core/names.ts";
import { buildColumn, type ColumnInput } from "./build_column.ts";

/** A frame with names of columns and rows of values: danfo, or pandas' `to_dict("split")`. */
export interface RowFrame {
  readonly columns: readonly string[];
  readonly values?: readonly (readonly unknown[])[] | readonly unknown[];
  readonly data?: readonly (readonly unknown[])[];
}

/** A table of Arquero. */
export interface ArrayTable {
  columnNames(): readonly string[];
  array(name: string): ArrayLike<unknown>;
}

/** A data frame of Polars. */
export interface SeriesFrame {
  readonly columns: readonly string[];
  getColumn(name: string): { toArray(): readonly unknown[] };
}

/** An Arrow table, of any version of the library. */
export interface VectorTable {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): Iterable<unknown> | null;
}

/** What can be read as a data frame. */
export type DataFrameLike = RowFrame | ArrayTable | SeriesFrame | VectorTable;

/** Names of columns, and how to read one. */
interface Frame {
  readonly names: readonly string[];
  read(name: string, at: number): unknown;
}

/**
 * Reads columns of a data frame.
 *
 * @param frame of another library
 * @param names of the columns wanted; all when left out
 * @returns values by column
 * @throws {TypeError} when it is no data frame that is known
 * @throws {UnknownNameError} when it has no such column
 * @example
 * ```ts
 * import { dataFrameColumns } from "./data_frame.ts";
 * const frame = { columns: ["x", "kind"], values: [[1, "a"], [2, "b"]] };
 * console.log(dataFrameColumns(frame, ["kind"])); // { kind: [ "a", "b" ] }
 * ```
 */
export function dataFrameColumns(
  frame: DataFrameLike,
  names?: readonly string[],
): Record<string, ColumnInput> {
  const open = openFrame(frame);
  return Object.fromEntries((names ?? open.names).map((name) => {
    const at = open.names.indexOf(name);
    if (at < 0) throw new UnknownNameError("column", name, { known: open.names });
    return [name, toInput(name, open.read(name, at))];
  }));
}

function openFrame(frame: DataFrameLike): Frame {
  if (offers<VectorTable>(frame, "getChild") && Array.isArray(frame.schema?.fields)) {
    return {
      names: frame.schema.fields.map(({ name }) => name),
      read: (name) => frame.getChild(name),
    };
  }
  if (offers<ArrayTable>(frame, "columnNames")) {
    return { names: frame.columnNames(), read: (name) => frame.array(name) };
  }
  if (offers<SeriesFrame>(frame, "getColumn")) {
    return { names: frame.columns, read: (name) => frame.getColumn(name).toArray() };
  }
  const { columns, values, data } = (frame ?? {}) as RowFrame;
  const rows = values ?? data;
  if (!Array.isArray(columns) || !Array.isArray(rows)) {
    throw new TypeError(
      "Cannot read this as a data frame: expected columns with values (danfo), columnNames() with " +
        "array() (Arquero), columns with getColumn() (Polars), or an Arrow table; " +
        "use fromRecords() or fromColumns() for arrays",
    );
  }
  // A danfo Series, or a frame of one column, may give values instead of rows of values.
  const read = (at: number) => (row: unknown) => Array.isArray(row) ? row[at] : row;
  return { names: columns, read: (_, at) => rows.map(read(at)) };
}

/** Reads, instead of asking with `in`: of the proxy that Polars gives, only columns are in it. */
function offers<F extends DataFrameLike>(frame: DataFrameLike, method: keyof F): frame is F {
  return typeof (frame as F | null | undefined)?.[method] === "function";
}

/** Typed arrays stay as they are; `undefined` and `null` are missing. */
function toInput(name: string, values: unknown): ColumnInput {
  if (ArrayBuffer.isView(values) || Array.isArray(values)) {
    return buildColumn(name, values as ColumnInput);
  }
  return Array.from(values as Iterable<unknown>, plainValue);
}

function plainValue(value: unknown): unknown {
  const isVector = typeof value === "object" && value !== null && "toArray" in value;
  return isVector ? Array.from(value as unknown as Iterable<unknown>, plainValue) : value;
}
