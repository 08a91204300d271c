/**
 * The Arrow library, loaded when a table is first written or read: importing it takes 50 ms.
 *
 * @module
 */

import type { Message, Table } from "apache-arrow";
import { registerCodecs } from "./arrow_codecs.ts";

/** What `apache-arrow` exports. */
export type ArrowLibrary = typeof import("apache-arrow");

// Not a literal: Deno would resolve the package when this file is imported.
const NAME = "apache-arrow";
/** What reads the footer of a file. */
const FOOTER = "apache-arrow/ipc/metadata/file";
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
  const library = await loadArrow();
  const parse = () => guarded(bytes.length, () => library.tableFromIPC(bytes));
  try {
    return await parse();
  } catch (error) {
    if (!/compressed but codec not found/.test((error as Error).message)) throw error;
    await registerCodecs(library);
    return await parse();
  }
}

/**
 * Reads the metadata of one message of Arrow IPC.
 *
 * @param bytes of the metadata, without its length
 * @returns what kind of message it is, and how long its body is
 * @throws {RangeError} when the metadata does not end
 * @example
 * ```ts
 * import { parseMessage } from "./arrow_library.ts";
 * async function bodyLength(bytes: Uint8Array): Promise<number> {
 *   return (await parseMessage(bytes)).bodyLength;
 * }
 * ```
 */
export async function parseMessage(bytes: Uint8Array): Promise<Message> {
  const { Message } = await loadArrow();
  return await guarded(bytes.length, () => {
    const message = Message.decode(bytes);
    // The rest is decoded only when it is asked for.
    const header = message.header();
    return Object.assign(message, { header: () => header });
  });
}

/**
 * Reads the schema in the footer of an Arrow IPC file: some writers have it there only.
 *
 * @param bytes of the footer
 * @returns the schema as a message, which streams begin with
 * @throws {RangeError} when the metadata does not end
 * @example
 * ```ts
 * import { parseFooter } from "./arrow_library.ts";
 * async function isSchema(footer: Uint8Array): Promise<boolean> {
 *   return (await parseFooter(footer)).message.isSchema();
 * }
 * ```
 */
export async function parseFooter(
  bytes: Uint8Array,
): Promise<{ message: Message; head: Uint8Array }> {
  const { Message } = await loadArrow();
  const { Footer } = await import(FOOTER) as typeof import("apache-arrow/ipc/metadata/file");
  return await guarded(bytes.length, () => {
    const message = Message.from(Footer.decode(bytes).schema);
    const encoded = Message.encode(message);
    const head = new Uint8Array(8 + Math.ceil(encoded.length / 8) * 8);
    new DataView(head.buffer).setInt32(0, -1, true);
    new DataView(head.buffer).setInt32(4, head.length - 8, true);
    head.set(encoded, 8);
    return { message, head };
  });
}

/** The parser has no limit to set. Nothing else runs until its method is put back. */
async function guarded<T>(length: number, parse: () => T): Promise<T> {
  const { ByteBuffer } = await import(METADATA) as typeof import("flatbuffers");
  const { __offset: find } = ByteBuffer.prototype;
  let left = SPARE_READS + length;
  ByteBuffer.prototype.__offset = function (table: number, field: number): number {
    if (--left < 0) throw new RangeError("its metadata does not end");
    return find.call(this, table, field);
  };
  try {
    return parse();
  } finally {
    ByteBuffer.prototype.__offset = find;
  }
}
