/**
 * Identifiers that are made of the content of a table and the number of a row.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";

/** Four words of 32 bits from which the identifiers of all rows are made. */
export type IdKey = readonly number[];

/** Rows whose identifiers are made at a time. */
const CHUNK = 65536;
/** Bytes of an identifier and the end of its line. */
const LINE = 37;
const LATIN = new TextDecoder("latin1");

/**
 * Makes the key of a table.
 *
 * @param content a text that tells the content of the table
 * @returns the same words for the same content
 * @example
 * ```ts
 * import { keyOfContent } from "./made_ids.ts";
 * console.log(keyOfContent("pulses").length); // 4
 * ```
 */
export function keyOfContent(content: string): IdKey {
  const hash = fingerprint("sample ids", content);
  return Object.freeze([0, 1, 2, 3].map((at) => parseInt(hash.slice(8 * at, 8 * at + 8), 16)));
}

/**
 * Makes one identifier.
 *
 * @param key of the table
 * @param row of the table, from 0 to 2³² − 1
 * @returns the identifier
 * @example
 * ```ts
 * import { keyOfContent, makeId } from "./made_ids.ts";
 * makeId(keyOfContent("pulses"), 7);
 * ```
 */
export function makeId(key: IdKey, row: number): string {
  return LATIN.decode(idLines(key, Int32Array.of(row)).subarray(0, LINE - 1));
}

/**
 * Makes identifiers: UUIDs of version 8 (RFC 9562).
 *
 * @param key of the table
 * @param rows of the table; −1 is padding
 * @returns an identifier for each row, `N/A` for padding
 * @example
 * ```ts
 * import { keyOfContent, makeIds } from "./made_ids.ts";
 * makeIds(keyOfContent("pulses"), Int32Array.of(1, 0));
 * ```
 */
export function makeIds(key: IdKey, rows: Int32Array): string[] {
  const made: string[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.subarray(start, start + CHUNK);
    const text = LATIN.decode(idLines(key, part));
    for (let at = 0; at < part.length; at++) {
      const row = part[at] as number;
      made.push(row < 0 ? "N/A" : text.slice(at * LINE, at * LINE + LINE - 1));
    }
  }
  return made;
}

/**
 * Writes identifiers, a line for each. The first word is a bijection of the row: none appears twice.
 *
 * @param key of the table
 * @param rows of the table
 * @returns the lines as ASCII
 * @example
 * ```ts
 * import { idLines, keyOfContent } from "./made_ids.ts";
 * console.log(idLines(keyOfContent("pulses"), Int32Array.of(0)).length); // 37
 * ```
 */
export function idLines([a = 0, b = 0, c = 0, d = 0]: IdKey, rows: Int32Array): Uint8Array {
  const lines = new Uint8Array(rows.length * LINE);
  for (let at = 0; at < rows.length; at++) {
    const first = mix(rows[at] as number ^ a);
    const second = mix(first ^ b);
    const third = mix(second ^ c);
    const fourth = mix(third ^ d);
    const start = at * LINE;
    write(first >>> 16, lines, start);
    write(first & 0xffff, lines, start + 4);
    write(second >>> 16, lines, start + 9);
    write(second & 0x0fff | 0x8000, lines, start + 14);
    write(third >>> 16 & 0x3fff | 0x8000, lines, start + 19);
    write(third & 0xffff, lines, start + 24);
    write(fourth >>> 16, lines, start + 28);
    write(fourth & 0xffff, lines, start + 32);
    lines[start + 8] =
      lines[start + 13] =
      lines[start + 18] =
      lines[start + 23] =
        HYPHEN;
    lines[start + 36] = NEWLINE;
  }
  return lines;
}

/**
 * Reads the row out of an identifier.
 *
 * @param key of the table
 * @param id any text
 * @returns the row; any number where the identifier is of another table
 * @example
 * ```ts
 * import { keyOfContent, makeIds, rowOfId } from "./made_ids.ts";
 * const key = keyOfContent("pulses");
 * console.log(rowOfId(key, makeIds(key, Int32Array.of(7))[0] ?? "")); // 7
 * ```
 */
export function rowOfId(key: IdKey, id: string): number {
  return (unmix(parseInt(id.slice(0, 8), 16)) ^ (key[0] as number)) >>> 0;
}

/**
 * Finds the only row of one table that may have the identifier of a row of another.
 *
 * @param row of the other
 * @param keys of the other, and of the one
 * @returns the row of the one, which has the same first word
 * @example
 * ```ts
 * import { keyOfContent, rowLike } from "./made_ids.ts";
 * const key = keyOfContent("pulses");
 * console.log(rowLike(5, { from: key, to: key })); // 5
 * ```
 */
export function rowLike(row: number, { from, to }: { from: IdKey; to: IdKey }): number {
  return (row ^ (from[0] as number) ^ (to[0] as number)) >>> 0;
}

const [HYPHEN, NEWLINE] = [0x2d, 0x0a] as const;
const DIGITS: Uint8Array = new TextEncoder().encode("0123456789abcdef");

/** Writes 16 bits as four digits. */
function write(half: number, into: Uint8Array, start: number): void {
  into[start] = DIGITS[half >>> 12] as number;
  into[start + 1] = DIGITS[half >>> 8 & 15] as number;
  into[start + 2] = DIGITS[half >>> 4 & 15] as number;
  into[start + 3] = DIGITS[half & 15] as number;
}

/** MurmurHash3's finish: a bijection of words. */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Undoes `mix`, with the inverses of its factors modulo 2³². */
function unmix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7ed1b41d);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ (mixed >>> 26), 0xa5cb9243);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
