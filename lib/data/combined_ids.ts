/**
 * Identifiers of samples that were in several tables, kept as places in those tables.
 *
 * @module
 */

import { list } from "../core/names.ts";
import type { IdKey } from "./made_ids.ts";
import { allRows, placesOf } from "./rows.ts";

/** The identifiers of one table. */
export interface TableIds {
  readonly length: number;
  /** What they are made from; nothing where they were given. */
  readonly key: IdKey | undefined;
  /** Finds the row of an identifier; −1 when it is none of them. */
  find(id: string): number;
  /** Reads the identifiers of rows. */
  take(rows: Int32Array): string[];
  /** Finds for rows of another table those with the same identifiers here; −1 for none. */
  locate(other: TableIds, rows: Int32Array): Int32Array;
}

/** Some rows of a table, in the order in which they come next. */
export interface IdPart<T> {
  readonly ids: T;
  readonly rows: Int32Array;
}

/**
 * Which row of which table each sample was.
 *
 * @example
 * ```ts
 * import { CombinedIds } from "./combined_ids.ts";
 * import { SampleIds } from "./sample_ids.ts";
 * const [a, b] = [new SampleIds(["p", "q"]), new SampleIds(["r"])];
 * const both = new CombinedIds([{ ids: b, rows: Int32Array.of(0) }, { ids: a, rows: Int32Array.of(1) }]);
 * console.log(both.take(Int32Array.of(0, 1))); // [ "r", "q" ]
 * ```
 */
export class CombinedIds {
  /** How many. */
  readonly length: number;
  /** The tables. */
  readonly tables: readonly TableIds[];
  /** The table of each sample. */
  readonly owners: Int32Array;
  /** The row of each sample in its table. */
  readonly rows: Int32Array;
  readonly #places = new Map<number, (row: number) => number>();

  /**
   * @param parts rows of tables, and of what was put together before
   * @throws {RangeError} when a sample is there twice
   */
  constructor(parts: readonly IdPart<TableIds | CombinedIds>[]) {
    this.length = parts.reduce((sum, { rows }) => sum + rows.length, 0);
    this.owners = new Int32Array(this.length);
    this.rows = new Int32Array(this.length);
    const tables: TableIds[] = [];
    let filled = 0;
    for (const { ids, rows } of parts) {
      const inner = ids instanceof CombinedIds ? ids : undefined;
      const owners = (inner?.tables ?? [ids as TableIds]).map((table) => ownerOf(table, tables));
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number;
        this.owners[filled] = owners[inner?.owners[row] ?? 0] as number;
        this.rows[filled++] = inner?.rows[row] ?? row;
      }
    }
    this.tables = tables;
    this.#refuseRepeats();
  }

  /** The table that all samples are of, in its order, if there is one. */
  get whole(): TableIds | undefined {
    const [only, ...others] = this.tables;
    if (only === undefined || others.length > 0 || only.length !== this.length) return undefined;
    return this.rows.every((row, at) => row === at) ? only : undefined;
  }

  /** As `TableIds`. */
  find(id: string): number {
    for (const [owner, table] of this.tables.entries()) {
      const place = this.#placeOf(owner)(table.find(id));
      if (place >= 0) return place;
    }
    return -1;
  }

  /** As `TableIds`. */
  take(rows: Int32Array): string[] {
    return this.#ofEach(rows, {
      otherwise: "N/A",
      read: (table, chosen) => table.take(chosen),
    });
  }

  /** As `TableIds`. */
  locate(other: TableIds, rows: Int32Array): Int32Array {
    const found = new Int32Array(rows.length).fill(-1);
    for (const [owner, table] of this.tables.entries()) {
      const placeOf = this.#placeOf(owner);
      for (const [at, row] of table.locate(other, rows).entries()) {
        const place = placeOf(row);
        if (place >= 0) found[at] = place;
      }
    }
    return found;
  }

  /**
   * Finds samples of these in another table.
   *
   * @param other the table
   * @param rows of these; −1 is found nowhere
   * @returns rows of the table, or −1
   */
  locateIn(other: TableIds, rows: Int32Array): Int32Array {
    const read = (table: TableIds, chosen: Int32Array): Int32Array => other.locate(table, chosen);
    return Int32Array.from(this.#ofEach(rows, { otherwise: -1, read }));
  }

  /** Asks each table once. */
  #ofEach<T>(
    rows: Int32Array,
    { otherwise, read }: {
      otherwise: T;
      read: (table: TableIds, rows: Int32Array) => ArrayLike<T>;
    },
  ): T[] {
    const all = new Array<T>(rows.length).fill(otherwise);
    const places = allRows(rows.length);
    for (const [owner, table] of this.tables.entries()) {
      const mine = places.filter((at) => this.owners[rows[at] as number] === owner);
      const values = read(table, mine.map((at) => this.rows[rows[at] as number] as number));
      for (let at = 0; at < mine.length; at++) all[mine[at] as number] = values[at] as T;
    }
    return all;
  }

  /** The place here of a row of a table. */
  #placeOf(owner: number): (row: number) => number {
    const known = this.#places.get(owner);
    if (known !== undefined) return known;
    const made = placesOf(this.rows.map((row, at) => this.owners[at] === owner ? row : -1));
    this.#places.set(owner, made);
    return made;
  }

  #refuseRepeats(): void {
    const twice = new Set<string>();
    for (const [owner, table] of this.tables.entries()) {
      const placeOf = this.#placeOf(owner);
      const mine = this.rows.filter((_, at) => this.owners[at] === owner);
      const again = this.rows.filter((row, at) => this.owners[at] === owner && placeOf(row) !== at);
      for (const id of some(table, again)) twice.add(id);
      for (const [other, before] of this.tables.slice(0, owner).entries()) {
        const placeBefore = this.#placeOf(other);
        const shared = before.locate(table, mine).filter((row) => placeBefore(row) >= 0);
        for (const id of some(before, shared)) twice.add(id);
      }
    }
    if (twice.size === 0) return;
    throw repeated([...twice]);
  }
}

/** As many identifiers as an error shows, and more; none are made where there are no rows. */
function some(table: TableIds, rows: Int32Array): readonly string[] {
  return rows.length === 0 ? [] : table.take(rows.slice(0, 20));
}

/**
 * The error for samples that cannot be told apart.
 *
 * @param ids identifiers that appear twice
 * @returns the error
 * @example
 * ```ts
 * import { repeated } from "./combined_ids.ts";
 * console.log(repeated(["p"]).message);
 * ```
 */
export function repeated(ids: readonly string[]): RangeError {
  return new RangeError(
    `Cannot tell samples apart: identifiers appear twice (${list(ids)}); ` +
      `give each sample its own, or leave them out to have them made`,
  );
}

/** Tables of equal content are one table, as their samples are the same. */
function ownerOf(table: TableIds, tables: TableIds[]): number {
  const known = tables.findIndex((one) => one === table || isSame(one, table));
  return known >= 0 ? known : tables.push(table) - 1;
}

function isSame(one: TableIds, other: TableIds): boolean {
  return one.length === other.length && one.key !== undefined &&
    one.key.join() === other.key?.join();
}
