/**
 * The messages of an Arrow IPC file, one after the other: a file is a stream between two words.
 *
 * @module
 */

import type { Message } from "apache-arrow";
import type { FileHandle } from "node:fs/promises";
import { parseFooter, parseMessage } from "./arrow_library.ts";

/** One message: its metadata, and where its body is in the file. */
export interface ArrowFrame {
  /** What it says. */
  readonly message: Message;
  /** Its metadata with the length before it, as streams have it. */
  readonly head: Uint8Array;
  /** Where its body starts in the file. */
  readonly bodyAt: number;
}

/** The bytes of a message are none. */
export class MessageError extends RangeError {
  override readonly name = "MessageError";
}

/** The first and the last word of a file; the first one is padded to eight bytes. */
const MAGIC = "ARROW1";
const MAGIC_LENGTH = 8;
/** Comes before the length of metadata, since Arrow 0.15. */
const CONTINUATION = -1;

/**
 * Reads the messages of a file or a stream; bodies are left where they are.
 *
 * @param file an open file
 * @returns its messages, up to the end of the stream
 * @throws {MessageError} when one is damaged, or claims more bytes than there are
 * @example
 * ```ts
 * import { open } from "node:fs/promises";
 * import { readFrames } from "./arrow_frames.ts";
 * async function countMessages(path: string): Promise<number> {
 *   return (await Array.fromAsync(readFrames(await open(path)))).length;
 * }
 * ```
 */
export async function* readFrames(file: FileHandle): AsyncGenerator<ArrowFrame> {
  const { size } = await file.stat();
  const isFile = await hasMagic(file, 0);
  const footer = isFile ? await readFooter(file, size) : undefined;
  const end = footer?.at ?? size;
  if (footer !== undefined) {
    yield { ...await decoded(() => parseFooter(footer.bytes)), bodyAt: 0 };
  }
  let at = isFile ? MAGIC_LENGTH : 0;
  while (at + 4 <= end) {
    const first = await readWord(file, at);
    const lead = first === CONTINUATION ? 8 : 4;
    const length = first === CONTINUATION ? await readWord(file, at + 4) : first;
    if (length === 0) return;
    const bodyAt = at + lead + length;
    if (length < 0 || bodyAt > end) throw cutOff(`${length} bytes of metadata`);
    const head = new Uint8Array(lead + length);
    await readInto(file, { at, into: head });
    const message = await decoded(() => parseMessage(head.subarray(lead)));
    const { bodyLength } = message;
    if (!(bodyLength >= 0 && bodyAt + bodyLength <= end)) throw cutOff(`${bodyLength} bytes`);
    // The footer has told the schema.
    if (!(isFile && message.isSchema())) yield { message, head, bodyAt };
    at = bodyAt + bodyLength;
  }
}

/**
 * Reads bytes of a file into an array.
 *
 * @param file an open file
 * @param options where they start in the file, and the array, which is filled
 * @throws {MessageError} when the file ends before
 * @example
 * ```ts
 * import { open } from "node:fs/promises";
 * import { readInto } from "./arrow_frames.ts";
 * async function firstBytes(path: string, into: Uint8Array): Promise<void> {
 *   await readInto(await open(path), { at: 0, into });
 * }
 * ```
 */
export async function readInto(
  file: FileHandle,
  { at, into }: { at: number; into: Uint8Array },
): Promise<void> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, at + filled);
    if (bytesRead === 0) throw cutOff(`${into.length} bytes`);
    filled += bytesRead;
  }
}

async function hasMagic(file: FileHandle, at: number): Promise<boolean> {
  const word = new Uint8Array(MAGIC.length);
  const { bytesRead } = await file.read(word, 0, word.length, at);
  return bytesRead === word.length && new TextDecoder("latin1").decode(word) === MAGIC;
}

/** A file ends with a footer, the length of it, and the word. */
async function readFooter(
  file: FileHandle,
  size: number,
): Promise<{ at: number; bytes: Uint8Array }> {
  const lengthAt = size - MAGIC.length - 4;
  if (lengthAt < MAGIC_LENGTH || !await hasMagic(file, size - MAGIC.length)) {
    throw new MessageError("it is cut off");
  }
  const length = await readWord(file, lengthAt);
  const at = lengthAt - length;
  if (length < 0 || at < MAGIC_LENGTH) throw cutOff(`a footer of ${length} bytes`);
  const bytes = new Uint8Array(length);
  await readInto(file, { at, into: bytes });
  return { at, bytes };
}

async function readWord(file: FileHandle, at: number): Promise<number> {
  const bytes = new Uint8Array(4);
  await readInto(file, { at, into: bytes });
  return new DataView(bytes.buffer).getInt32(0, true);
}

function cutOff(claim: string): MessageError {
  return new MessageError(`it claims ${claim}, and ends before them`);
}

/** Of damaged bytes Arrow throws whatever comes. */
async function decoded<T>(decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    throw new MessageError((cause as Error).message, { cause });
  }
}
