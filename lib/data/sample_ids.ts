/**
 * The identity of samples: a UUID that stays with a sample through every operation.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import { list } from "../core/names.ts";

/** Identifiers that were given, or what to make them from. */
export type IdSource = readonly string[] | { readonly length: number; content(): string };

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
  #key: Uint32Array | undefined;
  #rows: ReadonlyMap<string, number> | undefined;

  /**
   * @param source identifiers, or how many to make and a text that tells the content
   * @throws {TypeError} when an identifier is no text
   * @throws {RangeError} when an identifier appears twice
   */
  constructor(source: IdSource) {
    this.length = source.length;
    this.#source = source;
    if (isList(source)) refuseRepeats(source);
  }

  /**
   * Reads an identifier.
   *
   * @param row the place of its sample
   * @returns the identifier; `N/A` for a row of padding (−1)
   */
  at(row: number): string {
    if (row < 0) return "N/A";
    const source = this.#source;
    if (isList(source)) return source[row] ?? "N/A";
    this.#key ??= keyOf(source.content());
    return uuid(this.#key, row);
  }

  /**
   * Finds the row of an identifier.
   *
   * @param id an identifier
   * @returns its row, or −1
   */
  find(id: string): number {
    this.#rows ??= new Map(Array.from({ length: this.length }, (_, row) => [this.at(row), row]));
    return this.#rows.get(id) ?? -1;
  }

  /** @returns every identifier, in the order of the rows */
  toArray(): string[] {
    return Array.from({ length: this.length }, (_, row) => this.at(row));
  }
}

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

function keyOf(content: string): Uint32Array {
  const hash = fingerprint("sample ids", content);
  return Uint32Array.from([0, 1, 2, 3], (at) => parseInt(hash.slice(8 * at, 8 * at + 8), 16));
}

/** A UUID of version 8 (RFC 9562). Its first word is a bijection of the row: none appears twice. */
function uuid(key: Uint32Array, row: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = key;
  const first = mix(row ^ a);
  const second = mix(first ^ b);
  const third = mix(second ^ c);
  const fourth = mix(third ^ d);
  const middle = ((second & 0xffff0fff) | 0x8000) >>> 0;
  const variant = ((third & 0x3fffffff) | 0x80000000) >>> 0;
  const [h1, h2, h3, h4] = [hex(first), hex(middle), hex(variant), hex(fourth)];
  return `${h1}-${h2.slice(0, 4)}-${h2.slice(4)}-${h3.slice(0, 4)}-${h3.slice(4)}${h4}`;
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
