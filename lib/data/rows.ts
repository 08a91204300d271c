/**
 * Sets of rows: lists of places in a table, whose order is kept.
 *
 * @module
 */

/**
 * Every row of a table.
 *
 * @param length of the table
 * @returns 0, 1, 2, …
 * @example
 * ```ts
 * import { allRows } from "./rows.ts";
 * console.log(allRows(3)); // Int32Array(3) [ 0, 1, 2 ]
 * ```
 */
export function allRows(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/**
 * Keeps the rows that pass a test.
 *
 * @param rows to choose from
 * @param test of a row
 * @returns those that pass, in their order
 * @example
 * ```ts
 * import { filterRows } from "./rows.ts";
 * console.log(filterRows(Int32Array.of(4, 1, 2), (row) => row > 1)); // Int32Array(2) [ 4, 2 ]
 * ```
 */
export function filterRows(rows: Int32Array, test: (row: number) => boolean): Int32Array {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    if (row >= 0 && test(row)) kept[count++] = row;
  }
  return kept.slice(0, count);
}

/**
 * Whether rows are few of a long table, so that an entry for each row of the table would cost more
 * than they do.
 *
 * @param rows any rows
 * @returns whether the highest is far beyond their number
 * @example
 * ```ts
 * import { areFew } from "./rows.ts";
 * console.log(areFew(Int32Array.of(3, 9_999_999))); // true
 * ```
 */
export function areFew(rows: Int32Array): boolean {
  return highestOf(rows) >= 16 * rows.length;
}

/**
 * A test for being among some rows. Costs a byte per row up to the highest one, or less.
 *
 * @param rows any rows
 * @returns the test
 * @example
 * ```ts
 * import { isAmong } from "./rows.ts";
 * console.log(isAmong(Int32Array.of(1, 5))(5)); // true
 * ```
 */
export function isAmong(rows: Int32Array): (row: number) => boolean {
  if (areFew(rows)) {
    const known = new Set(rows);
    return (row) => row >= 0 && known.has(row);
  }
  const flags = new Uint8Array(highestOf(rows) + 1);
  for (let at = 0; at < rows.length; at++) flags[rows[at] as number] = 1;
  return (row) => flags[row] === 1;
}

/**
 * Finds the places of rows in a list. Costs four bytes per row up to the highest one, or less.
 *
 * @param rows any rows; −1 is nowhere
 * @returns the place of a row, the last one where it is several times; −1 where it is not there
 * @example
 * ```ts
 * import { placesOf } from "./rows.ts";
 * console.log(placesOf(Int32Array.of(7, 3))(3)); // 1
 * ```
 */
export function placesOf(rows: Int32Array): (row: number) => number {
  if (areFew(rows)) {
    const known = new Map(Array.from(rows, (row, at) => [row, at]));
    return (row) => row < 0 ? -1 : known.get(row) ?? -1;
  }
  const places = new Int32Array(highestOf(rows) + 1).fill(-1);
  for (let at = 0; at < rows.length; at++) places[rows[at] as number] = at;
  return (row) => places[row] ?? -1;
}

/**
 * Finds the highest row.
 *
 * @param rows any rows
 * @returns the highest one; −1 when there is none
 * @example
 * ```ts
 * import { highestOf } from "./rows.ts";
 * console.log(highestOf(Int32Array.of(3, 8, 1))); // 8
 * ```
 */
export function highestOf(rows: Int32Array): number {
  let highest = -1;
  for (let at = 0; at < rows.length; at++) highest = Math.max(highest, rows[at] as number);
  return highest;
}

/**
 * Puts lists of rows behind each other.
 *
 * @param lists any number of them
 * @returns one list
 * @example
 * ```ts
 * import { joinRows } from "./rows.ts";
 * console.log(joinRows([Int32Array.of(1), Int32Array.of(3, 2)])); // Int32Array(3) [ 1, 3, 2 ]
 * ```
 */
export function joinRows(lists: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const list of lists) {
    joined.set(list, start);
    start += list.length;
  }
  return joined;
}

/**
 * Translates places in a view into rows of its table.
 *
 * @param places from 0 to below `rows.length`; negative ones count from the end
 * @param rows of the view, or how many rows its table has when the view holds all of them
 * @returns rows of the table
 * @throws {RangeError} when a place is outside
 * @example
 * ```ts
 * import { pickRows } from "./rows.ts";
 * console.log(pickRows([0, -1], Int32Array.of(7, 8, 9))); // Int32Array(2) [ 7, 9 ]
 * ```
 */
export function pickRows(places: ArrayLike<number>, rows: Int32Array | number): Int32Array {
  const length = typeof rows === "number" ? rows : rows.length;
  const picked = new Int32Array(places.length);
  for (let at = 0; at < places.length; at++) {
    const asked = places[at] as number;
    const place = asked < 0 ? asked + length : asked;
    if (!Number.isInteger(place) || place < 0 || place >= length) {
      throw new RangeError(
        `Cannot take sample ${asked}: there are ${length} samples, counted from 0` +
          `${length === 0 ? "" : ` to ${length - 1}`}`,
      );
    }
    picked[at] = typeof rows === "number" ? place : rows[place] as number;
  }
  return picked;
}
