/**
 * Where entries stand: coordinates along named axes, as places in a list of those that occur.
 *
 * @module
 */

/** A place along an axis; `null` where an entry has none, such as the batch of an epoch's mean. */
export type Coordinate = number | string | null;

/** Axes by name, with what their coordinates are. */
export type Axes = Readonly<Record<string, Coordinate>>;

/**
 * The coordinates of an axis, each with a code. It only grows, so that series made at different
 * times of a run share it.
 *
 * @example
 * ```ts
 * import { Dictionary } from "./coordinates.ts";
 * const epochs = new Dictionary();
 * console.log(epochs.encode(7), epochs.encode(9), epochs.encode(7), epochs.at(1)); // 0 1 0 9
 * ```
 */
export class Dictionary {
  readonly #coordinates: Coordinate[] = [];
  readonly #codes = new Map<Coordinate, number>();

  /** How many coordinates have a code. */
  get size(): number {
    return this.#coordinates.length;
  }

  /**
   * Gives a coordinate its code.
   *
   * @param coordinate a number, a text or `null`
   * @returns the code it has, or the next one
   * @throws TypeError for anything else
   */
  encode(coordinate: Coordinate): number {
    const known = this.#codes.get(coordinate);
    if (known !== undefined) return known;
    if (coordinate !== null && typeof coordinate !== "number" && typeof coordinate !== "string") {
      throw new TypeError(
        `Cannot use ${String(coordinate)} as a coordinate: give a number, a text or null`,
      );
    }
    const code = this.#coordinates.push(coordinate) - 1;
    this.#codes.set(coordinate, code);
    return code;
  }

  /** The code of a coordinate, or −1. */
  find(coordinate: Coordinate): number {
    return this.#codes.get(coordinate) ?? -1;
  }

  /** The coordinate of a code. */
  at(code: number): Coordinate {
    return this.#coordinates[code] ?? null;
  }
}

/** Where each entry stands along one axis. */
export interface AxisColumn {
  readonly codes: Int32Array;
  readonly dictionary: Dictionary;
  /** Whether codes never fall from one entry to the next, so that equal ones stand together. */
  readonly sorted: boolean;
}

/**
 * Finds the codes that occur.
 *
 * @param column of an axis
 * @returns each once, in the order of its first entry
 * @example
 * ```ts
 * import { columnOf, usedCodes } from "./coordinates.ts";
 * usedCodes(columnOf(["b", "a", "b"])); // [0, 1]
 * ```
 */
export function usedCodes({ codes, dictionary, sorted }: AxisColumn): readonly number[] {
  const used: number[] = [];
  const seen = new Uint8Array(dictionary.size);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    if (seen[code] === 0) used.push(code);
    seen[code] = 1;
    if (sorted) at = endOfRun(codes, at) - 1;
  }
  return used;
}

/**
 * Encodes coordinates.
 *
 * @param coordinates of each entry
 * @returns the column of an axis
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * columnOf([3, 3, null]).codes; // [0, 0, 1]
 * ```
 */
export function columnOf(coordinates: readonly Coordinate[]): AxisColumn {
  const dictionary = new Dictionary();
  const codes = Int32Array.from(coordinates, (coordinate) => dictionary.encode(coordinate));
  return { codes, dictionary, sorted: codes.every((code, at) => code >= (codes[at - 1] ?? 0)) };
}

/**
 * Copies some entries.
 *
 * @param column of an axis
 * @param rows places of the entries wanted
 * @returns a column of those
 * @example
 * ```ts
 * import { columnOf, takeRows } from "./coordinates.ts";
 * takeRows(columnOf(["a", "b"]), Int32Array.of(1)).codes; // [1]
 * ```
 */
export function takeRows(column: AxisColumn, rows: Int32Array): AxisColumn {
  const codes = new Int32Array(rows.length);
  let sorted = true;
  for (let at = 0; at < rows.length; at++) {
    const code = column.codes[rows[at] as number] as number;
    if (at > 0 && code < (codes[at - 1] as number)) sorted = false;
    codes[at] = code;
  }
  return { codes, dictionary: column.dictionary, sorted };
}

/**
 * Finds the entries of one code among sorted ones, by halving.
 *
 * @param codes which never fall
 * @param code the one wanted
 * @returns where they begin and end
 * @example
 * ```ts
 * import { findRun } from "./coordinates.ts";
 * findRun(Int32Array.of(0, 1, 1, 4), 1); // [1, 3]
 * ```
 */
export function findRun(codes: Int32Array, code: number): readonly [number, number] {
  return [firstFrom(codes, code), firstFrom(codes, code + 1)];
}

function firstFrom(codes: Int32Array, code: number): number {
  let [low, high] = [0, codes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((codes[middle] as number) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Steps that double, so that long runs cost little and short ones no search of the whole. */
function endOfRun(codes: Int32Array, start: number): number {
  const code = codes[start];
  let step = 1;
  while (codes[start + step] === code) step *= 2;
  return start + (step >> 1) +
    firstFrom(codes.subarray(start + (step >> 1), start + step), (code as number) + 1);
}

/**
 * Orders coordinates: numbers, then texts, then those that are missing.
 *
 * @param one a coordinate
 * @param other a coordinate
 * @returns less than 0 when the first comes first
 * @example
 * ```ts
 * import { compareCoordinates } from "./coordinates.ts";
 * [null, "a", 2, 1].sort(compareCoordinates); // [1, 2, "a", null]
 * ```
 */
export function compareCoordinates(one: Coordinate, other: Coordinate): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "string" && typeof other === "string") {
    return one < other ? -1 : one > other ? 1 : 0;
  }
  return rank(one) - rank(other);
}

function rank(coordinate: Coordinate): number {
  return coordinate === null ? 2 : typeof coordinate === "string" ? 1 : 0;
}
