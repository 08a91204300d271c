/**
 * Columns of an Arrow table, or of the bytes of one.
 *
 * @module
 */

import type { Field, Table, Vector } from "apache-arrow";
import { quote } from "../../core/names.ts";
import { buildColumn, dtypeOf } from "../build_column.ts";
import { Column, type NumberArray } from "../column.ts";
import { loadArrow } from "./arrow_library.ts";

/**
 * Reads the columns of an Arrow table; numbers of one chunk are not copied.
 *
 * @param table any Arrow table
 * @param options the columns wanted; all when left out
 * @returns columns by name
 * @throws {TypeError} when a column cannot be kept, e.g. lists of different lengths
 * @example
 * ```ts
 * import { tableFromArrays } from "apache-arrow";
 * import { fromArrowTable } from "./read_arrow.ts";
 * const columns = fromArrowTable(tableFromArrays({ x: new Float32Array(3) }));
 * ```
 */
export function fromArrowTable(
  table: Table,
  { names }: { names?: readonly string[] } = {},
): Record<string, Column> {
  const columns: Record<string, Column> = {};
  for (const field of table.schema.fields) {
    if (names !== undefined && !names.includes(field.name)) continue;
    const vector = table.getChild(field.name);
    if (vector !== null) columns[field.name] = readVector(field, vector);
  }
  return columns;
}

/**
 * Reads an Arrow IPC file or stream.
 *
 * @param bytes of the file
 * @returns the table
 * @throws {SyntaxError} when the bytes are no Arrow table, or are cut off
 * @example
 * ```ts
 * import { fromIpcBytes } from "./read_arrow.ts";
 * import { toArrowTable, toIpcBytes } from "./write_arrow.ts";
 * const table = await fromIpcBytes(await toIpcBytes(await toArrowTable({}, ["a"])));
 * ```
 */
export async function fromIpcBytes(bytes: Uint8Array): Promise<Table> {
  const { tableFromIPC } = await loadArrow();
  let table: Table;
  try {
    table = tableFromIPC(bytes);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read ${bytes.length} bytes as Arrow IPC: ${(cause as Error).message}`,
      { cause },
    );
  }
  if (table.schema.fields.length > 0) return table;
  throw new SyntaxError(
    `Cannot read ${bytes.length} bytes as Arrow IPC: there is no column in them`,
  );
}

function readVector(field: Field, vector: Vector): Column {
  const valid = readValid(vector);
  const kind = String(vector.type);
  if (/^(Int|Uint)(8|16|32)$|^Float(32|64)$/.test(kind)) {
    const values = vector.toArray() as NumberArray;
    return new Column({ dtype: dtypeOf(values), shape: [], values, valid });
  }
  if (kind.startsWith("FixedSizeList")) return readFixedSize(field, vector, valid);
  return buildColumn(field.name, Array.from(vector, plain));
}

/** The entries of all samples lie one after the other in the child. */
function readFixedSize(field: Field, vector: Vector, valid: Uint8Array | undefined): Column {
  const child = vector.getChildAt(0);
  const inner = field.type.children?.[0];
  if (child === null || inner === undefined) {
    throw new TypeError(`Cannot read column ${quote(field.name)}: its lists have no items`);
  }
  const entries = readVector(inner, child);
  const size = (field.type as unknown as { listSize: number }).listSize;
  const shape = [...tensorShape(field, size), ...entries.shape];
  const { dtype, values, levels } = entries;
  return new Column({ dtype, shape, values, levels, valid });
}

function tensorShape({ metadata }: Field, size: number): readonly number[] {
  const text = metadata.get("ARROW:extension:metadata");
  if (metadata.get("ARROW:extension:name") !== "arrow.fixed_shape_tensor") return [size];
  const shape: unknown = (JSON.parse(text ?? "{}") as { shape?: unknown }).shape;
  const fits = Array.isArray(shape) && shape.every(Number.isInteger) &&
    shape.reduce((product: number, length: number) => product * length, 1) === size;
  if (!fits) throw new TypeError(`Cannot read samples of ${size} entries as a tensor of ${text}`);
  return shape as readonly number[];
}

function readValid(vector: Vector): Uint8Array | undefined {
  if (vector.nullCount === 0) return undefined;
  return Uint8Array.from({ length: vector.length }, (_, row) => vector.isValid(row) ? 1 : 0);
}

/** Values of nested and foreign types, as `buildColumn` takes them. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new RangeError(`Cannot keep ${value} as a number: it is beyond 2^53; store it as text`);
  }
  const isVector = typeof value === "object" && value !== null && "toArray" in value;
  if (!isVector) return value;
  return Array.from(value as unknown as Iterable<unknown>, plain);
}
