/**
 * The identity of samples: a UUID that stays with a sample through every operation.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import { list } from "../core/names.ts";
import { allRows } from "./rows.ts";

/** Four words of 32 bits from which the identifiers of all rows are made. */
export type IdKey = readonly number[];

/** Identifiers that were given, or what to make them from. */
export type IdSource =
  | readonly string[]
  | { readonly length: number; content(): string }
  | { readonly length: number; readonly key: IdKey };

/**
 * One identifier for each row of a table. Made from the table's content on first use, so that equal
 * data gives equal identifiers in every run; or supplied, where any text is fine.
 *
 * @example
 * ```ts
 * import { SampleIds } from "./sample_ids.ts";
 * console.log(new SampleIds(["a", "b"]).find("b")); // 1
 * ```
 */
export class SampleIds {
  /** How many. */
  readonly length: number;
  readonly #source: IdSource;
  #key: IdKey | undefined;
  #rows: ReadonlyMap<string, number> | undefined;
  #fingerprint: string | undefined;

  /**
   * @param source identifiers, or how many to make and a text that tells the content
   * @throws {TypeError} when an identifier is no text
   * @throws {RangeError} when an identifier appears twice
   */
  constructor(source: IdSource) {
    this.length = source.length;
    this.#source = source;
    if (isList(source)) refuseRepeats(source);
    else if ("key" in source) this.#key = source.key;
  }

  /** What identifiers are made from, found on first use; nothing where they were given. */
  get key(): IdKey | undefined {
    const source = this.#source;
    if (!isList(source) && "content" in source) this.#key ??= keyOf(source.content());
    return this.#key;
  }

  /**
   * Reads an identifier.
   *
   * @param row the place of its sample
   * @returns the identifier; `N/A` for a row of padding (−1)
   */
  at(row: number): string {
    if (row < 0) return "N/A";
    const { key } = this;
    if (key !== undefined) return uuid(key, row);
    return (this.#source as readonly string[])[row] ?? "N/A";
  }

  /**
   * Finds the row of an identifier.
   *
   * @param id an identifier
   * @returns its row, or −1
   */
  find(id: string): number {
    const { key } = this;
    if (key !== undefined) {
      const row = rowOf(key, id);
      return row < this.length && this.at(row) === id ? row : -1;
    }
    const ids = this.#source as readonly string[];
    this.#rows ??= new Map(ids.map((known, row) => [known, row]));
    return this.#rows.get(id) ?? -1;
  }

  /**
   * Reads the identifiers of many rows: a fifth of the time that `at` takes for each.
   *
   * @param rows places of samples, −1 for padding
   * @returns their identifiers
   */
  take(rows: Int32Array): string[] {
    const { key } = this;
    if (key === undefined) return Array.from(rows, (row) => this.at(row));
    const taken: string[] = [];
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.subarray(start, start + CHUNK);
      const text = LATIN.decode(uuidLines(key, part));
      for (let at = 0; at < part.length; at++) {
        const row = part[at] as number;
        taken.push(row < 0 ? "N/A" : text.slice(at * LINE, at * LINE + LINE - 1));
      }
    }
    return taken;
  }

  /** @returns every identifier, in the order of the rows */
  toArray(): string[] {
    return this.take(allRows(this.length));
  }

  /** A short name for all of them, in order: the same whether they were made or given. */
  get fingerprint(): string {
    return this.#fingerprint ??= fingerprint(...this.#lines());
  }

  /**
   * Compares with the identifiers of another table.
   *
   * @param other of another table, which may have been made of the same data in another cell
   * @returns whether all are the same, in the same order
   */
  equals(other: SampleIds): boolean {
    if (this === other) return true;
    return this.length === other.length && this.fingerprint === other.fingerprint;
  }

  *#lines(): Generator<string | Uint8Array> {
    const rows = allRows(this.length);
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.subarray(start, start + CHUNK);
      if (this.key !== undefined) yield uuidLines(this.key, part);
      else yield this.take(part).map((id) => `${id}\n`).join("");
    }
  }
}

/** Rows whose identifiers are made at a time. */
const CHUNK = 65536;
/** Bytes of an identifier and the end of its line. */
const LINE = 37;
const LATIN = new TextDecoder("latin1");

function isList(source: IdSource): source is readonly string[] {
  return Array.isArray(source);
}

function refuseRepeats(ids: readonly string[]): void {
  const wrong = ids.findIndex((id) => typeof id !== "string");
  if (wrong >= 0) {
    throw new TypeError(
      `Cannot use ${String(ids[wrong])} as the identifier of sample ${wrong}: give a text`,
    );
  }
  if (new Set(ids).size === ids.length) return;
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  throw new RangeError(
    `Cannot tell samples apart: identifiers appear twice (${list([...twice])}); ` +
      `give each sample its own, or leave them out to have them made`,
  );
}

function keyOf(content: string): IdKey {
  const hash = fingerprint("sample ids", content);
  return Object.freeze([0, 1, 2, 3].map((at) => parseInt(hash.slice(8 * at, 8 * at + 8), 16)));
}

function uuid(key: IdKey, row: number): string {
  return LATIN.decode(uuidLines(key, Int32Array.of(row)).subarray(0, LINE - 1));
}

/** UUIDs of version 8 (RFC 9562). The first word is a bijection of the row: none appears twice. */
function uuidLines([a = 0, b = 0, c = 0, d = 0]: IdKey, rows: Int32Array): Uint8Array {
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

const [HYPHEN, NEWLINE] = [0x2d, 0x0a] as const;
const DIGITS: Uint8Array = new TextEncoder().encode("0123456789abcdef");

/** Writes 16 bits as four digits. */
function write(half: number, into: Uint8Array, start: number): void {
  into[start] = DIGITS[half >>> 12] as number;
  into[start + 1] = DIGITS[half >>> 8 & 15] as number;
  into[start + 2] = DIGITS[half >>> 4 & 15] as number;
  into[start + 3] = DIGITS[half & 15] as number;
}

/** The row that the first word of an identifier tells; any number where it is of another table. */
function rowOf(key: IdKey, id: string): number {
  return (unmix(parseInt(id.slice(0, 8), 16)) ^ (key[0] as number)) >>> 0;
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
