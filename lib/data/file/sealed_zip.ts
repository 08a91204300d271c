/**
 * A zip whose members are listed with their checksums, so that damage is seen before anything is read.
 *
 * @module
 */

import { canonicalJson, fingerprint, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import { loadZip, unzip } from "./unzip.ts";

/** Contents by the names of the members. */
export type Members = Readonly<Record<string, Uint8Array>>;

/** Four gibibytes: more than one buffer of a JavaScript engine holds, so that any honest file fits. */
const MOST_BYTES = 2 ** 32;

const CHECKSUMS = "checksums.json";

/** What may be in a file, and what it says it is. */
export interface SealedZipLimits {
  /** Which names its members may have, the list of checksums aside. */
  readonly names: RegExp;
  /** How many bytes it may take once unpacked; 4 GiB when left out. */
  readonly maxBytes?: number | undefined;
}

/**
 * Packs members, and the list of their checksums.
 *
 * @param members contents by name
 * @returns the bytes of the file; the same for equal members
 * @example
 * ```ts
 * import { sealZip } from "./sealed_zip.ts";
 * const bytes = await sealZip({ "a.json": new TextEncoder().encode("{}") });
 * ```
 */
export async function sealZip(members: Members): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await loadZip();
  const sums = Object.entries(members).map(([name, bytes]) => [name, fingerprint(bytes)]);
  const files = { ...members, [CHECKSUMS]: encodeJson(Object.fromEntries(sums)) };
  // One fixed date, so that equal members give equal files.
  const bytes = zipSync(files, { level: 1, mtime: new Date("1980-01-01T00:00:00") });
  return new Uint8Array(bytes);
}

/**
 * Unpacks what `sealZip` packed.
 *
 * @param bytes of the file
 * @param limits names and size
 * @returns contents by name
 * @throws {SyntaxError} when it is damaged or was changed, or holds what it does not list
 * @example
 * ```ts
 * import { openSealedZip, sealZip } from "./sealed_zip.ts";
 * const bytes = await sealZip({ "a.json": new TextEncoder().encode("{}") });
 * await openSealedZip(bytes, { names: /^a\.json$/ });
 * ```
 */
export async function openSealedZip(
  bytes: Uint8Array,
  { names, maxBytes = MOST_BYTES }: SealedZipLimits,
): Promise<Members> {
  const allowed = new RegExp(`^(?:${CHECKSUMS.replace(".", "\\.")})$|${names.source}`);
  const unzipped = await unzip(bytes, { names: allowed, maxBytes });
  const sums = parseMember(unzipped, CHECKSUMS);
  const { [CHECKSUMS]: _, ...members } = unzipped;
  checkSums(members, sums);
  return members;
}

/**
 * The contents of a member.
 *
 * @param members of a file
 * @param name of the member
 * @returns its bytes
 * @throws {SyntaxError} when it is missing
 * @example
 * ```ts
 * import { member } from "./sealed_zip.ts";
 * member({ "a.bin": new Uint8Array(3) }, "a.bin").length; // 3
 * ```
 */
export function member(members: Members, name: string): Uint8Array {
  const bytes = Object.hasOwn(members, name) ? members[name] : undefined;
  if (bytes === undefined) throw new SyntaxError(`${quote(name)} is missing`);
  return bytes;
}

/**
 * Reads a member that is a JSON object.
 *
 * @param members of a file
 * @param name of the member
 * @returns the object
 * @throws {SyntaxError} when it is missing, or is none
 * @example
 * ```ts
 * import { encodeJson, parseMember } from "./sealed_zip.ts";
 * parseMember({ "a.json": encodeJson({ x: 1 }) }, "a.json").x; // 1
 * ```
 */
export function parseMember(members: Members, name: string): JsonObject {
  const text = new TextDecoder().decode(member(members, name));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`${quote(name)} is no JSON`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new SyntaxError(`${quote(name)} holds no object`);
}

/**
 * Writes an object as the contents of a member.
 *
 * @param value plain data
 * @returns canonical JSON
 * @example
 * ```ts
 * import { encodeJson } from "./sealed_zip.ts";
 * encodeJson({ x: 1 }).length; // 7
 * ```
 */
export function encodeJson(value: JsonObject): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

/** Every member is listed, and every one listed is there and as it was. */
function checkSums(members: Members, sums: JsonObject): void {
  const strange = Object.keys(members).find((name) => !Object.hasOwn(sums, name));
  if (strange !== undefined) {
    throw new SyntaxError(`it holds an unexpected part: ${quote(strange)}`);
  }
  for (const [name, sum] of Object.entries(sums)) {
    if (fingerprint(member(members, name)) === sum) continue;
    throw new SyntaxError(`${quote(name)} was changed or damaged`);
  }
}
