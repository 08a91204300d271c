/**
 * Columns as an Arrow table: the same memory, with names and shapes that other readers know.
 *
 * @module
 */

import type { Data, DataType, Field, Table, Vector } from "apache-arrow";
import { Column } from "../column.ts";
import { type ArrowLibrary, loadArrow } from "./arrow_library.ts";

/** The column of identifiers. */
export const IDS_COLUMN = "sample_uuids";

/**
 * Makes an Arrow table. Numbers are not copied, unless another column has the same memory; samples
 * with a shape become lists of a fixed size with the extension type `arrow.fixed_shape_tensor`, texts
 * become dictionaries.
 *
 * @param columns by name
 * @param ids identifiers of the samples; no column of them when left out
 * @returns the table
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { toArrowTable } from "./write_arrow.ts";
 * const table = await toArrowTable({ "features.x.raw": buildColumn("x", [[1, 2], [3, 4]]) });
 * console.log(table.numRows); // 2
 * ```
 */
export async function toArrowTable(
  columns: Readonly<Record<string, Column>>,
  ids?: readonly string[],
): Promise<Table> {
  const arrow = await loadArrow();
  const fields: Field[] = [];
  const children: Data[] = [];
  const taken: Spans = new Map();
  for (const [name, shared] of Object.entries(columns)) {
    const column = apart(shared, taken);
    const data = toData(arrow, column, fields.length);
    fields.push(new arrow.Field(name, data.type, column.valid !== undefined, metadata(column)));
    children.push(data);
  }
  if (ids !== undefined) {
    const [data] = arrow.vectorFromArray(ids, new arrow.Utf8()).data;
    if (data !== undefined) children.push(data);
    if (data !== undefined) fields.push(new arrow.Field(IDS_COLUMN, data.type, false));
  }
  const length = ids?.length ?? Object.values(columns)[0]?.length ?? 0;
  const version = new Map([["modulab.table", "1"]]);
  const type = new arrow.Struct(fields);
  const batch = arrow.makeData({ type, length, nullCount: 0, children });
  const schema = new arrow.Schema(fields, version);
  return new arrow.Table(schema, new arrow.RecordBatch(schema, batch));
}

/**
 * Writes an Arrow table as a file.
 *
 * @param table any Arrow table
 * @returns the bytes of an Arrow IPC file
 * @example
 * ```ts
 * import { toArrowTable, toIpcBytes } from "./write_arrow.ts";
 * const bytes = await toIpcBytes(await toArrowTable({}, ["a", "b"]));
 * ```
 */
export async function toIpcBytes(table: Table): Promise<Uint8Array> {
  const { tableToIPC } = await loadArrow();
  return tableToIPC(table, "file");
}

/** Where numbers lie in a buffer: the first byte of each column, and the one behind its last. */
type Spans = Map<ArrayBufferLike, (readonly [number, number])[]>;

/** Arrow's writer runs parts together that lie over each other, as one array does under two names. */
function apart(column: Column, taken: Spans): Column {
  const { dtype, shape, values, levels, valid } = column;
  const spans = taken.get(values.buffer) ?? [];
  const [from, to] = [values.byteOffset, values.byteOffset + values.byteLength];
  if (spans.some(([start, end]) => from < end && start < to)) {
    return new Column({ dtype, shape, values: values.slice(), levels, valid });
  }
  taken.set(values.buffer, spans);
  spans.push([from, to]);
  return column;
}

/** The id of a dictionary is the place of its column: equal tables are equal files. */
function toData(arrow: ArrowLibrary, column: Column, id: number): Data {
  const { length, size, shape, valid } = column;
  if (shape.length === 0) return scalarData(arrow, column, { valid, id });
  const child = scalarData(arrow, column, { valid: undefined, id });
  const item = new arrow.Field("item", child.type, false);
  const type = new arrow.FixedSizeList(size, item);
  return arrow.makeData({ type, length, ...nulls(valid), child });
}

function scalarData(
  arrow: ArrowLibrary,
  column: Column,
  { valid, id }: { valid: Uint8Array | undefined; id: number },
): Data {
  const { dtype, values, levels = [] } = column;
  const { length } = values;
  if (dtype === "bool") {
    const type = new arrow.Bool();
    return arrow.makeData({ type, length, ...nulls(valid), data: packBits(values) });
  }
  if (dtype === "utf8") {
    const dictionary = arrow.vectorFromArray(levels, new arrow.Utf8()) as Vector;
    const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), id);
    const data = values as Int32Array;
    return arrow.makeData({ type, length, ...nulls(valid), data, dictionary });
  }
  const type = numberType(arrow, dtype) as never;
  return arrow.makeData({ type, length, ...nulls(valid), data: values as never } as never);
}

function numberType(
  arrow: ArrowLibrary,
  dtype: Exclude<Column["dtype"], "bool" | "utf8">,
): DataType {
  const types = {
    float64: arrow.Float64,
    float32: arrow.Float32,
    int32: arrow.Int32,
    int16: arrow.Int16,
    int8: arrow.Int8,
    uint32: arrow.Uint32,
    uint16: arrow.Uint16,
    uint8: arrow.Uint8,
  };
  return new types[dtype]();
}

function nulls(valid: Uint8Array | undefined): { nullCount: number; nullBitmap?: Uint8Array } {
  if (valid === undefined) return { nullCount: 0 };
  const nullCount = valid.reduce((count, flag) => count + (flag === 0 ? 1 : 0), 0);
  return { nullCount, nullBitmap: packBits(valid) };
}

function packBits(flags: ArrayLike<number>): Uint8Array {
  // Arrow pads its buffers to 8 bytes.
  const bits = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let at = 0; at < flags.length; at++) {
    if (flags[at] !== 0) bits[at >> 3] = (bits[at >> 3] as number) | 1 << (at & 7);
  }
  return bits;
}

function metadata({ shape }: Column): Map<string, string> {
  if (shape.length === 0) return new Map();
  return new Map([
    ["ARROW:extension:name", "arrow.fixed_shape_tensor"],
    ["ARROW:extension:metadata", JSON.stringify({ shape })],
  ]);
}
