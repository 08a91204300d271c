/**
 * A tree of plain data and typed arrays as one file: a line that says what it is, a checksum of all
 * that follows, the tree, and the bytes of its arrays as they are.
 *
 * @module
 */

import { fingerprint } from "../../core/json.ts";
import { packTree, type PlainTree, unpackTree } from "../runner/tree.ts";

/** A file that is no checkpoint, or not as it was written. */
export class CheckpointError extends SyntaxError {
  override readonly name = "CheckpointError";
}

const MAGIC = "modulab checkpoint 1\n";
const SUM_BYTES = 64;
const HEAD_BYTES = MAGIC.length + SUM_BYTES;

/**
 * Writes a tree.
 *
 * @param tree plain data and typed arrays
 * @returns the content of the file
 * @throws UnserialisableError when something in it is no plain data
 * @example
 * ```ts
 * import { packFile, unpackFile } from "./packed_file.ts";
 * console.log(unpackFile(packFile({ epoch: 3 }))); // { epoch: 3 }
 * ```
 */
export function packFile(tree: unknown): Uint8Array {
  const { text, blobs } = packTree(tree, "checkpoint");
  const words = new TextEncoder().encode(text);
  const sizes = [words.length, ...blobs.map(({ length }) => length)];
  const lengths = new TextEncoder().encode(`${JSON.stringify(sizes)}\n`);
  const body = concatBytes([lengths, words, ...blobs]);
  return concatBytes([new TextEncoder().encode(MAGIC + fingerprint(body)), body]);
}

/**
 * Reads a tree.
 *
 * @param bytes what `packFile` gave
 * @param name what to call the file in errors
 * @returns an equal tree
 * @throws CheckpointError when the file is of another kind, damaged, cut off or was changed
 */
export function unpackFile(bytes: Uint8Array, name = "the file"): PlainTree {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES));
  if (!head.startsWith(MAGIC)) {
    throw new CheckpointError(
      head.startsWith("modulab checkpoint")
        ? `Cannot read ${name}: it was written by a newer modulab; update this one`
        : `Cannot read ${name}: it is no checkpoint of modulab`,
    );
  }
  const body = bytes.subarray(HEAD_BYTES);
  if (fingerprint(body) !== head.slice(MAGIC.length)) {
    throw new CheckpointError(
      `Cannot read ${name}: it is damaged or was changed (its checksum differs); take an older one`,
    );
  }
  const end = body.indexOf("\n".charCodeAt(0));
  const sizes = JSON.parse(new TextDecoder().decode(body.subarray(0, end))) as readonly number[];
  let at = end + 1;
  const [words, ...blobs] = sizes.map((size) => {
    // A copy at the start of a buffer of its own; the `slice` of Node's buffers is none.
    const part = new Uint8Array(body.subarray(at, at + size));
    at += size;
    return part;
  });
  return unpackTree({ text: new TextDecoder().decode(words), blobs });
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
