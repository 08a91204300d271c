/**
 * The identity of samples: a UUID that stays with a sample through every operation.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import { CombinedIds, type IdPart, repeated, type TableIds } from "./combined_ids.ts";
import {
  type IdKey,
  idLines,
  keyOfContent,
  makeId,
  makeIds,
  rowLike,
  rowOfId,
} from "./made_ids.ts";
import { allRows } from "./rows.ts";

/** Identifiers that were given, what to make them from, or where their samples were before. */
export type IdSource =
  | readonly string[]
  | { readonly length: number; content(): string }
  | { readonly length: number; readonly key: IdKey }
  | CombinedIds;

/**
 * One identifier for each row of a table. Made from the table's content on first use, so that equal
 * data gives equal identifiers in every run; or supplied, where any text is fine; or those that its
 * samples had in other tables.
 *
 * @example
 * ```ts
 * import { SampleIds } from "./sample_ids.ts";
 * console.log(new SampleIds(["a", "b"]).find("b")); // 1
 * ```
 */
export class SampleIds implements TableIds {
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

  /**
   * Keeps the identifiers of samples of several tables, without writing them out.
   *
   * @param parts tables and rows of them, in the order wanted
   * @returns the identifiers of those samples
   * @throws {RangeError} when a sample is there twice
   */
  static combine(parts: readonly IdPart<SampleIds>[]): SampleIds {
    const sources = parts.map(({ ids, rows }) => {
      const source = ids.#source;
      return { ids: source instanceof CombinedIds ? source : ids, rows };
    });
    const combined = new CombinedIds(sources);
    const { whole } = combined;
    return whole instanceof SampleIds ? whole : new SampleIds(combined);
  }

  /** What identifiers are made from, found on first use; nothing where they are not made. */
  get key(): IdKey | undefined {
    const source = this.#source;
    if (!isList(source) && "content" in source) this.#key ??= keyOfContent(source.content());
    return this.#key;
  }

  /**
   * Reads an identifier.
   *
   * @param row the place of its sample
   * @returns the identifier; `N/A` for a row of padding (−1)
   */
  at(row: number): string {
    const { key } = this;
    if (key !== undefined && row >= 0) return makeId(key, row);
    return this.take(Int32Array.of(row))[0] ?? "N/A";
  }

  /**
   * Finds the row of an identifier.
   *
   * @param id an identifier
   * @returns its row, or −1
   */
  find(id: string): number {
    const source = this.#source;
    if (source instanceof CombinedIds) return source.find(id);
    const { key } = this;
    if (key !== undefined) {
      const row = rowOfId(key, id);
      return row < this.length && this.at(row) === id ? row : -1;
    }
    this.#rows ??= new Map((source as readonly string[]).map((known, row) => [known, row]));
    return this.#rows.get(id) ?? -1;
  }

  /**
   * Finds samples of another table here.
   *
   * @param other the identifiers there
   * @param rows of the other table; −1 is found nowhere
   * @returns for each the row here that has its identifier, or −1
   */
  locate(other: TableIds, rows: Int32Array): Int32Array {
    if (other === this) return rows;
    const source = this.#source;
    const theirs = other instanceof SampleIds ? other.#source : undefined;
    if (theirs instanceof CombinedIds) return theirs.locateIn(this, rows);
    if (source instanceof CombinedIds) return source.locate(other, rows);
    const [key, otherKey] = [this.key, other.key];
    if (key === undefined || otherKey === undefined) {
      const ids = other.take(rows);
      return rows.map((row, at) => row < 0 ? -1 : this.find(ids[at] as string));
    }
    const isSame = key.join() === otherKey.join();
    return rows.map((row) => {
      const like = row < 0 ? this.length : rowLike(row, { from: otherKey, to: key });
      if (like >= this.length) return -1;
      return isSame || this.at(like) === other.take(Int32Array.of(row))[0] ? like : -1;
    });
  }

  /**
   * Reads the identifiers of many rows: a fifth of the time that `at` takes for each.
   *
   * @param rows places of samples, −1 for padding
   * @returns their identifiers
   */
  take(rows: Int32Array): string[] {
    const source = this.#source;
    if (source instanceof CombinedIds) return source.take(rows);
    if (isList(source)) return Array.from(rows, (row) => source[row] ?? "N/A");
    return makeIds(this.key ?? [], rows);
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
    if (this.length !== other.length) return false;
    const [key, otherKey] = [this.key, other.key];
    if (key !== undefined && otherKey !== undefined) return key.join() === otherKey.join();
    return this.fingerprint === other.fingerprint;
  }

  *#lines(): Generator<string | Uint8Array> {
    const rows = allRows(this.length);
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.subarray(start, start + CHUNK);
      if (this.key !== undefined) yield idLines(this.key, part);
      else yield this.take(part).map((id) => `${id}\n`).join("");
    }
  }
}

/** Rows whose identifiers are hashed at a time. */
const CHUNK = 65536;

function isList(source: IdSource): source is readonly string[] {
  return Array.isArray(source);
}

function refuseRepeats(ids: readonly string[]): void {
  const wrong = ids.findIndex((id) => typeof id !== "string");
  if (wrong >= 0) {
    throw new TypeError(
      `Cannot use ${String(ids[wrong])} as the identifier of sample ${wrong}: give a text or a ` +
        "whole number",
    );
  }
  if (new Set(ids).size === ids.length) return;
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  throw repeated([...twice]);
}
