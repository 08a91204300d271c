/**
 * Messages as bytes: two lengths, the message, the text of a tree, the bytes of its arrays.
 *
 * @module
 */

import type { PackedTree } from "./tree.ts";

/** A message and the tree that belongs to it. */
export interface Frame<Message = unknown> {
  /** Short plain data. */
  readonly message: Message;
  readonly tree?: PackedTree | undefined;
}

interface Head {
  readonly message: unknown;
  /** Whether there is a tree, and how many bytes each of its blobs has. */
  readonly blobs?: readonly number[];
}

/**
 * Writes a frame.
 *
 * @param frame a message and its tree
 * @returns the parts to write one after another; the blobs are not copied
 * @example
 * ```ts
 * import { encodeFrame, FrameReader } from "./frame.ts";
 * const [frame] = encodeFrame({ message: "ping" }).flatMap((part) => new FrameReader().read(part));
 * console.log(frame?.message); // ping
 * ```
 */
export function encodeFrame({ message, tree }: Frame): readonly Uint8Array[] {
  const sizes = tree?.blobs.map(({ byteLength }) => byteLength);
  const head: Head = { message, ...(sizes && { blobs: sizes }) };
  const encoder = new TextEncoder();
  const [first, second] = [encoder.encode(JSON.stringify(head)), encoder.encode(tree?.text ?? "")];
  const opening = new Uint8Array(LENGTHS + first.length + second.length);
  const view = new DataView(opening.buffer);
  view.setUint32(0, first.length, true);
  view.setUint32(4, second.length, true);
  opening.set(first, LENGTHS);
  opening.set(second, LENGTHS + first.length);
  return [opening, ...(tree?.blobs ?? []).filter(({ byteLength }) => byteLength > 0)];
}

/** Bytes of the two lengths that begin a frame. */
const LENGTHS = 8;

/**
 * Puts frames together from bytes that arrive in pieces, each byte copied once.
 *
 * @example
 * ```ts
 * import { FrameReader } from "./frame.ts";
 * const reader = new FrameReader();
 * function onData(piece: Uint8Array): void {
 *   for (const { message } of reader.read(piece)) console.log(message);
 * }
 * ```
 */
export class FrameReader {
  readonly #steps: Generator<Uint8Array, never>;
  #found: Frame[] = [];
  /** What is being filled, and how far. */
  #part: Uint8Array;
  #filled = 0;

  constructor() {
    this.#steps = readParts((frame) => this.#found.push(frame));
    this.#part = this.#steps.next().value;
  }

  /**
   * Takes the next bytes.
   *
   * @param piece any number of bytes
   * @returns the frames that are complete with them
   * @throws {SyntaxError} when the bytes are no frames
   */
  read(piece: Uint8Array): readonly Frame[] {
    this.#found = [];
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + this.#part.length - this.#filled);
      this.#part.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled < this.#part.length) break;
      this.#part = this.#steps.next().value;
      this.#filled = 0;
    }
    return this.#found;
  }
}

/** Asks for one part after another; each is full when the generator goes on. */
function* readParts(found: (frame: Frame) => void): Generator<Uint8Array, never> {
  const decoder = new TextDecoder();
  for (;;) {
    const lengths = new Uint8Array(LENGTHS);
    yield lengths;
    const view = new DataView(lengths.buffer);
    const first = new Uint8Array(view.getUint32(0, true));
    const second = new Uint8Array(view.getUint32(4, true));
    for (const part of [first, second]) if (part.length > 0) yield part;
    const { message, blobs } = JSON.parse(decoder.decode(first)) as Head;
    const parts = blobs?.map((size) => new Uint8Array(size));
    for (const part of parts ?? []) if (part.length > 0) yield part;
    found({ message, tree: parts && { text: decoder.decode(second), blobs: parts } });
  }
}
