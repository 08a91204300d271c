/**
 * What undoes the compression of Arrow files: LZ4 frames, which pyarrow and pandas write Feather with
 * unless told otherwise, and Zstandard.
 *
 * @module
 */

import * as zlib from "node:zlib";
import type { ArrowLibrary } from "./arrow_library.ts";

/** Undoes the compression of one buffer. */
type Decode = (data: Uint8Array) => Uint8Array;

/** The functions of `lz4js` that are used; it has no types. */
interface Lz4Library {
  decompressBound(data: Uint8Array): number;
  decompress(data: Uint8Array, size: number): Uint8Array;
}

// Not a literal: Deno would resolve the package when this file is imported.
const LZ4 = "lz4js";

/** Bytes that one buffer may become: as many as an array holds everywhere. */
const MOST = 2 ** 32;

/**
 * Teaches Arrow's library to read compressed buffers.
 *
 * @param library Arrow's
 * @example
 * ```ts
 * import { registerCodecs } from "./arrow_codecs.ts";
 * import { loadArrow } from "./arrow_library.ts";
 * await registerCodecs(await loadArrow());
 * ```
 */
export async function registerCodecs(library: ArrowLibrary): Promise<void> {
  const { compressionRegistry, CompressionType } = library;
  const lz4 = (await import(LZ4) as { readonly default: Lz4Library }).default;
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: orNothing((data) => lz4.decompress(data, bounded(lz4.decompressBound(data)))),
  });
  compressionRegistry.set(CompressionType.ZSTD, {
    // A copy, as Arrow needs memory that starts at a whole number of words.
    decode: orNothing((data) =>
      Uint8Array.from(zlib.zstdDecompressSync(data, { maxOutputLength: MOST }))
    ),
  });
}

/** Buffers of columns that are not wanted were never read: they are zeros, which no codec begins with. */
function orNothing(decode: Decode): Decode {
  return (data) => data[0] === 0 ? new Uint8Array(0) : decode(data);
}

function bounded(size: number): number {
  if (size >= 0 && size <= MOST) return size;
  throw new RangeError(`a compressed buffer claims ${size} bytes`);
}
