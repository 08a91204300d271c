/**
 * Columns of an Arrow table, or of the bytes of one.
 *
 * @module
 */

import type { Field, Table, Vector } from "apache-arrow";
import { quote, UnknownNameError } from "../../core/names.ts";
import { buildColumn, dtypeOf } from "../build_column.ts";
import { Column, type NumberArray } from "../column.ts";
import { FileFormatError } from "./file_error.ts";
import { parseIpc } from "./arrow_library.ts";
import { checkMemory } from "./check_arrow.ts";

/**
 * Reads the columns of an Arrow table; numbers of one chunk are not copied.
 *
 * @param table any Arrow table
 * @param options the columns wanted (all when left out), and what is read, for errors
 * @returns columns by name
 * @throws {UnknownNameError} when there is no such column
 * @throws {FileFormatError} when the memory of a column is damaged
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
  { names, source = "a table" }: { names?: readonly string[] | undefined; source?: string } = {},
): Record<string, Column> {
  if (!Array.isArray(table?.schema?.fields)) {
    throw new TypeError(
      "Cannot read this as an Arrow table: it has no schema; for rows and columns " +
        "there are fromRecords() and fromColumns(), for bytes fromFile()",
    );
  }
  const fields = table.schema.fields.filter(({ name }) => names?.includes(name) ?? true);
  const unknown = names?.find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    const known = table.schema.fields.map(({ name }) => name);
    throw new UnknownNameError("column", unknown, { known });
  }
  return Object.fromEntries(fields.map((field) => [field.name, readField(table, field, source)]));
}

/** Damaged bytes may be found only when a column is read; Arrow then throws whatever comes. */
function readField(table: Table, field: Field, source: string): Column {
  try {
    const vector = table.getChild(field.name);
    if (vector === null) {
      throw new FileFormatError(source, { format: "arrow", reason: "no column" });
    }
    checkMemory(vector);
    return readVector(field, vector);
  } catch (cause) {
    const { message } = cause as Error;
    if (message.startsWith("Cannot")) throw cause;
    const reason = `column ${quote(field.name)}: ${message}`;
    throw new FileFormatError(source, { format: "arrow", reason, cause });
  }
}

/**
 * Reads an Arrow IPC file or stream.
 *
 * @param bytes of the file
 * @param options what is read, for errors
 * @returns the table
 * @throws {FileFormatError} when the bytes are no Arrow table, or are cut off
 * @example
 * ```ts
 * import { fromIpcBytes } from "./read_arrow.ts";
 * import { toArrowTable, toIpcBytes } from "./write_arrow.ts";
 * const table = await fromIpcBytes(await toIpcBytes(await toArrowTable({}, ["a"])));
 * ```
 */
export async function fromIpcBytes(
  bytes: Uint8Array,
  { source = `${bytes.length} bytes` }: { source?: string } = {},
): Promise<Table> {
  const format = "arrow";
  let table: Table;
  try {
    table = await parseIpc(bytes);
  } catch (cause) {
    throw new FileFormatError(source, { format, reason: (cause as Error).message, cause });
  }
  if (table.schema.fields.length > 0) return table;
  throw new FileFormatError(source, { format, reason: "there is no column in it" });
}

function readVector(field: Field, vector: Vector): Column {
  const valid = readValid(vector);
  const kind = String(vector.type);
  if (/^(Int|Uint)(8|16|32)$|^Float(32|64)$/.test(kind)) {
    const values = vector.toArray() as NumberArray;
    return new Column({ dtype: dtypeOf(values), shape: [], values, valid });
  }
  if (kind.startsWith("FixedSizeList")) return readFixedSize(field, vector, valid);
  const dtype = kind === "Bool" ? "bool" : TEXTS_REGEXP.test(kind) ? "utf8" : undefined;
  return buildColumn(field.name, Array.from(vector, plain), { dtype });
}

/** Types of texts. */
const TEXTS_REGEXP = /^(Dictionary<\w+, )?(Large)?Utf8>?$/;

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
