/**
 * Members of a zip that somebody else may have made: nothing is written, and nothing grows without end.
 *
 * @module
 */

import { quote } from "../../core/names.ts";

/** What may be in a zip. */
export interface ZipLimits {
  /** Which names its members may have. */
  readonly names: RegExp;
  /** How many bytes all members may have together once they are unpacked. */
  readonly maxBytes: number;
}

// Not a literal: Deno would resolve the package when this file is imported.
const ZIP_LIBRARY = "fflate";

/** Deflate makes at most 1032 bytes of one. */
const MOST_PER_BYTE = 1032;

/**
 * Loads the library that packs and unpacks.
 *
 * @returns what it exports
 * @example
 * ```ts
 * import { loadZip } from "./unzip.ts";
 * const { zipSync } = await loadZip();
 * ```
 */
export async function loadZip(): Promise<typeof import("fflate")> {
  return await import(ZIP_LIBRARY);
}

/**
 * Unpacks a zip in memory.
 *
 * @param bytes of the zip
 * @param limits names allowed, and how large it may become
 * @returns the contents of each member, by name
 * @throws {SyntaxError} when it is no zip, is cut off, or goes beyond the limits
 * @example
 * ```ts
 * import { loadZip, unzip } from "./unzip.ts";
 * const { zipSync } = await loadZip();
 * const zip = zipSync({ "a.json": new Uint8Array(3) });
 * const members = await unzip(zip, { names: /^\w+\.json$/, maxBytes: 1000 });
 * ```
 */
export async function unzip(
  bytes: Uint8Array,
  { names, maxBytes }: ZipLimits,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { unzipSync } = await loadZip();
  const seen = new Set<string>();
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (!names.test(name)) throw new SyntaxError(`it holds an unexpected part: ${quote(name)}`);
        if (seen.has(name)) throw new SyntaxError(`it holds ${quote(name)} twice`);
        seen.add(name);
        total += originalSize;
        if (originalSize > size * MOST_PER_BYTE + 1024) {
          throw new SyntaxError(
            `${quote(name)} claims ${originalSize} bytes, which its ${size} cannot hold`,
          );
        }
        if (total > maxBytes) {
          throw new SyntaxError(
            `it would take more than ${maxBytes} bytes of memory; ` +
              `raise maxBytes if you trust where it came from`,
          );
        }
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof SyntaxError) throw cause;
    throw new SyntaxError(`it is no complete zip (${(cause as Error).message})`, { cause });
  }
}
