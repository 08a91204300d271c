/**
 * The Arrow library, loaded when a table is first written or read: importing it takes 50 ms.
 *
 * @module
 */

import type { Table } from "apache-arrow";

/** What `apache-arrow` exports. */
export type ArrowLibrary = typeof import("apache-arrow");

// Not a literal: Deno would resolve the package when this file is imported.
const NAME = "apache-arrow";
/** The library that Arrow's metadata is read with. */
const METADATA = "flatbuffers";

/**
 * Loads the library.
 *
 * @returns what it exports
 * @example
 * ```ts
 * import { loadArrow } from "./arrow_library.ts";
 * const { tableFromIPC } = await loadArrow();
 * ```
 */
export async function loadArrow(): Promise<ArrowLibrary> {
  return await import(NAME);
}

/** Fields of the metadata that may be read, besides one for each byte: no honest file needs more. */
const SPARE_READS = 1_000_000;

/**
 * Reads Arrow IPC. Damaged metadata can send Arrow's parser through lists of billions of parts, or
 * round in a circle, so that it is stopped when it has read more than there can be.
 *
 * @param bytes of a file or a stream
 * @returns the table
 * @throws {RangeError} when the metadata does not end
 * @example
 * ```ts
 * import { parseIpc } from "./arrow_library.ts";
 * import { toArrowTable, toIpcBytes } from "./write_arrow.ts";
 * const table = await parseIpc(await toIpcBytes(await toArrowTable({}, ["a"])));
 * ```
 */
export async function parseIpc(bytes: Uint8Array): Promise<Table> {
  const { tableFromIPC } = await loadArrow();
  const { ByteBuffer } = await import(METADATA) as typeof import("flatbuffers");
  // The parser has no limit to set. Nothing else runs until its method is put back.
  const { __offset: find } = ByteBuffer.prototype;
  let left = SPARE_READS + bytes.length;
  ByteBuffer.prototype.__offset = function (table: number, field: number): number {
    if (--left < 0) throw new RangeError("its metadata does not end");
    return find.call(this, table, field);
  };
  try {
    return tableFromIPC(bytes);
  } finally {
    ByteBuffer.prototype.__offset = find;
  }
}
