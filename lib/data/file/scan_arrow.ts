/**
 * Columns and rows of an Arrow IPC file, batch after batch: a file may be larger than memory.
 *
 * @module
 */

import type { Schema, Table } from "apache-arrow";
import { type FileHandle, open } from "node:fs/promises";
import { cellSignal } from "../../core/cell_signal.ts";
import { quote } from "../../core/names.ts";
import type { Column } from "../column.ts";
import { appendColumns } from "../combine_parts.ts";
import { type ArrowFrame, MessageError, readFrames, readInto } from "./arrow_frames.ts";
import { type ByteRange, wantedRanges } from "./arrow_ranges.ts";
import { FileFormatError } from "./file_error.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import { keepRows, type RowConditions } from "./row_conditions.ts";
import { refuseUnknown } from "./scan.ts";

/** What is wanted of an Arrow file. */
export interface ScanArrowOptions {
  /** Names of the columns wanted; all when left out. */
  readonly names?: readonly string[] | undefined;
  /** Conditions by column: only rows that meet all of them are kept. */
  readonly where?: RowConditions | undefined;
  /** Is told how many rows have come so far. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** Bytes that are read before they are made into columns. */
const GROUP = 1 << 24;

/**
 * Reads columns of a file. Only the bytes of columns that are wanted, or that conditions are about,
 * are read.
 *
 * @param path of the file
 * @param options columns, conditions, and who is told how many rows have come
 * @returns the columns, by name
 * @throws {FileFormatError} when it is no Arrow file, or is damaged
 * @throws {UnknownNameError} when it has no such column
 * @example
 * ```ts
 * import { gt } from "../predicate.ts";
 * import { scanArrow } from "./scan_arrow.ts";
 * async function freshCells(path: string): Promise<number> {
 *   const { cell } = await scanArrow(path, { names: ["cell"], where: { soh: gt(90) } });
 *   return cell?.length ?? 0;
 * }
 * ```
 */
export async function scanArrow(
  path: string,
  options: ScanArrowOptions = {},
): Promise<Record<string, Column>> {
  const source = quote(path);
  const file = await open(path);
  try {
    return await scan(file, { ...options, source });
  } catch (cause) {
    const { message } = cause as Error;
    // What is wrong with the bytes of a message; all else says itself what it is.
    if (!(cause instanceof MessageError)) throw cause;
    throw new FileFormatError(source, { format: "arrow", reason: message, cause });
  } finally {
    await file.close();
  }
}

async function scan(
  file: FileHandle,
  { names, where = {}, onRows, source }: ScanArrowOptions & { source: string },
): Promise<Record<string, Column>> {
  const signal = cellSignal();
  const tables = groupsOf(file, {
    source,
    wantedOf: (known) => {
      const needed = [...names ?? known, ...Object.keys(where)];
      refuseUnknown(needed, known);
      return needed;
    },
  });
  const pieces = new Map<string, Column[]>();
  let rows = 0;
  for await (const { table, wanted } of tables) {
    signal.throwIfAborted();
    const columns = keepRows(fromArrowTable(table, { names: wanted, source }), where);
    for (const name of names ?? wanted) {
      const known = pieces.get(name) ?? [];
      pieces.set(name, known);
      known.push(columns[name] as Column);
    }
    rows += table.numRows;
    onRows?.(rows);
  }
  return Object.fromEntries(
    pieces.entries().map(([name, parts]) => [name, appendColumns(name, ofOneKind(parts))]),
  );
}

interface Group {
  readonly table: Table;
  readonly wanted: readonly string[];
}

/** Tables of some batches each; the first one may hold no rows, and tells the columns. */
async function* groupsOf(
  file: FileHandle,
  { source, wantedOf }: {
    source: string;
    wantedOf: (known: readonly string[]) => readonly string[];
  },
): AsyncGenerator<Group> {
  const before: Part[] = [];
  let schema: Schema | undefined;
  let wanted: readonly string[] = [];
  let batches: Part[] = [];
  let given = 0;
  async function take(): Promise<Group> {
    const table = await toTable(file, { parts: [...before, ...batches], source });
    batches = [];
    given++;
    return { table, wanted };
  }
  for await (const frame of readFrames(file)) {
    const { message } = frame;
    if (message.isSchema()) {
      schema = message.header() as Schema;
      const known = schema.fields.map(({ name }) => name);
      if (known.length === 0) break;
      wanted = wantedOf(known);
      before.push({ frame, ranges: [] });
    } else if (schema === undefined) {
      throw new MessageError("it does not begin with a schema");
    } else if (message.isDictionaryBatch()) {
      before.push({ frame, ranges: [{ offset: 0, length: message.bodyLength }] });
    } else {
      batches.push({ frame, ranges: wantedRanges(message, { schema, wanted }) });
    }
    // What all groups share is read for each of them: it is to be the smaller part.
    if (sizeOf(batches) > Math.max(GROUP, sizeOf(before))) yield await take();
  }
  if (schema === undefined || schema.fields.length === 0) {
    throw new FileFormatError(source, { format: "arrow", reason: "there is no column in it" });
  }
  if (batches.length > 0 || given === 0) yield await take();
}

/** A message, and the bytes of its body that are wanted. */
interface Part {
  readonly frame: ArrowFrame;
  readonly ranges: readonly ByteRange[];
}

function sizeOf(parts: readonly Part[]): number {
  return parts.flatMap(({ ranges }) => ranges).reduce((sum, { length }) => sum + length, 0);
}

/** Bytes that are not wanted stay zeros, which the system gives memory to only when they are read. */
async function toTable(
  file: FileHandle,
  { parts, source }: { parts: readonly Part[]; source: string },
): Promise<Table> {
  const total = parts.reduce((sum, { frame }) => sum + lengthOf(frame), 0);
  const bytes = new Uint8Array(total);
  let start = 0;
  for (const { frame, ranges } of parts) {
    const { head, bodyAt } = frame;
    bytes.set(head, start);
    const body = start + head.length;
    for (const { offset, length } of ranges) {
      const into = bytes.subarray(body + offset, body + offset + length);
      await readInto(file, { at: bodyAt + offset, into });
    }
    start += lengthOf(frame);
  }
  return await fromIpcBytes(bytes, { source });
}

function lengthOf({ head, message }: ArrowFrame): number {
  return head.length + message.bodyLength;
}

/** Where all samples of a part are missing, its values tell neither kind nor shape. */
function ofOneKind(parts: readonly Column[]): readonly Column[] {
  const sure = parts.find(({ length, nullCount }) => nullCount < length);
  if (sure === undefined) return parts;
  const { dtype, shape } = sure;
  return parts.map((part) =>
    part.nullCount < part.length || (part.dtype === dtype && part.shape.join() === shape.join())
      ? part
      : sure.take(new Int32Array(part.length).fill(-1))
  );
}
