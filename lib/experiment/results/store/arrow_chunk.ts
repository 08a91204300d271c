/**
 * Rows as a piece of an Arrow IPC stream, and rows again.
 *
 * @module
 */

import type { Data, DataType, Field, Table } from "apache-arrow";
import type { ArrowLibrary } from "../../../data/file/arrow_library.ts";
import type { PortType } from "../../../models/interface.ts";

/** A column of a chunk. */
export type ChunkColumn =
  | { readonly type: "int32"; readonly values: Int32Array; readonly valid?: Uint8Array }
  | { readonly type: "float64"; readonly values: Float64Array; readonly valid?: Uint8Array }
  | {
    readonly type: "text";
    /** Of each row: a place in `levels`. */
    readonly codes: Int32Array;
    readonly levels: readonly string[];
  }
  | {
    readonly type: "list";
    /** Numbers of each row. */
    readonly size: number;
    readonly dtype: PortType;
    readonly values: Float32Array | Int32Array | Uint8Array;
  };

/** A piece of a stream. */
export interface Chunk {
  /** The columns' names and types, which begin the stream. */
  readonly schema: Uint8Array;
  /** The rows. */
  readonly rows: Uint8Array;
}

/** What ends a stream. */
const END: Uint8Array = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/**
 * Writes rows.
 *
 * @param columns of one length, by name
 * @param options the Arrow library
 * @returns what begins a stream of such rows, and the rows
 * @example
 * ```ts
 * import { loadArrow } from "../../../data/file/arrow_library.ts";
 * import { parseChunk, writeChunk } from "./arrow_chunk.ts";
 * const arrow = await loadArrow();
 * const epoch = { type: "int32", values: Int32Array.of(1, 2) } as const;
 * parseChunk([writeChunk({ epoch }, { arrow })], { arrow }).numRows; // 2
 * ```
 */
export function writeChunk(
  columns: Readonly<Record<string, ChunkColumn>>,
  { arrow }: { readonly arrow: ArrowLibrary },
): Chunk {
  const made = Object.entries(columns).map(([name, column]) => {
    const data = dataOf(arrow, column);
    const nullable = "valid" in column && column.valid !== undefined;
    return { data, field: new arrow.Field(name, data.type, nullable) as Field };
  });
  const length = made[0]?.data.length ?? 0;
  const type = new arrow.Struct(made.map(({ field }) => field));
  const children = made.map(({ data }) => data);
  const batch = arrow.makeData({ type, length, nullCount: 0, children });
  const schema = new arrow.Schema(made.map(({ field }) => field));
  const table = new arrow.Table(schema, new arrow.RecordBatch(schema, batch));
  const bytes = arrow.tableToIPC(table, "stream");
  // A message is its mark, the length of its head, and its head; that of a schema has no body.
  const head = 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return { schema: bytes.subarray(0, head), rows: bytes.subarray(head, -END.length) };
}

/**
 * Reads rows.
 *
 * @param chunks of one stream
 * @param options the Arrow library
 * @returns a table of the rows of all
 *
 * @example
 * ```ts
 * import { loadArrow } from "../../../data/file/arrow_library.ts";
 * import { parseChunk } from "./arrow_chunk.ts";
 * console.log(parseChunk([], { arrow: await loadArrow() }).numRows); // 0
 * ```
 */
export function parseChunk(
  chunks: readonly Chunk[],
  { arrow }: { readonly arrow: ArrowLibrary },
): Table {
  const [first] = chunks;
  const parts = [first?.schema ?? new Uint8Array(), ...chunks.map(({ rows }) => rows), END];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return arrow.tableFromIPC(whole);
}

function dataOf(arrow: ArrowLibrary, column: ChunkColumn): Data {
  if (column.type === "text") return textData(arrow, column);
  if (column.type === "list") {
    const { dtype, values, size } = column;
    const child = numbers(numberType(arrow, dtype), values, { arrow });
    const item = new arrow.Field("item", child.type, false);
    const length = size === 0 ? 0 : values.length / size;
    return arrow.makeData({
      type: new arrow.FixedSizeList(size, item),
      length,
      nullCount: 0,
      child,
    });
  }
  const type = column.type === "int32" ? new arrow.Int32() : new arrow.Float64();
  return numbers(type, column.values, { arrow, valid: column.valid });
}

function numberType(arrow: ArrowLibrary, dtype: PortType): DataType {
  if (dtype === "float32") return new arrow.Float32();
  return dtype === "int32" ? new arrow.Int32() : new arrow.Uint8();
}

function numbers(
  type: DataType,
  data: ArrayBufferView & ArrayLike<number>,
  { arrow, valid }: { readonly arrow: ArrowLibrary; readonly valid?: Uint8Array | undefined },
): Data {
  const nullCount = valid?.reduce((count, flag) => count + (flag === 0 ? 1 : 0), 0) ?? 0;
  // The types of the library tie each array to its type, which is chosen above.
  const parts = { type, length: data.length, nullCount, data, nullBitmap: valid && packed(valid) };
  return arrow.makeData(parts as never);
}

function textData(
  arrow: ArrowLibrary,
  { codes, levels }: Extract<ChunkColumn, { readonly type: "text" }>,
): Data {
  const encoder = new TextEncoder();
  const encoded = levels.map((text) => encoder.encode(text));
  const valueOffsets = new Int32Array(codes.length + 1);
  for (let row = 0; row < codes.length; row++) {
    const { length = 0 } = encoded[codes[row] as number] ?? {};
    valueOffsets[row + 1] = (valueOffsets[row] as number) + length;
  }
  const data = new Uint8Array(valueOffsets.at(-1) ?? 0);
  for (let row = 0; row < codes.length; row++) {
    data.set(encoded[codes[row] as number] ?? [], valueOffsets[row]);
  }
  const { length } = codes;
  return arrow.makeData({ type: new arrow.Utf8(), length, nullCount: 0, valueOffsets, data });
}

/** A bit for each row, in bytes that fill words of eight. */
function packed(valid: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(valid.length / 64) * 8);
  valid.forEach((flag, at) => {
    if (flag !== 0) bits[at >> 3] = (bits[at >> 3] as number) | 1 << (at & 7);
  });
  return bits;
}
