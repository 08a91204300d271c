/**
 * What is said when a series has no entry, or several, where one was wanted.
 *
 * @module
 */

import { type AxisColumn, compareCoordinates, usedCodes } from "./coordinates.ts";

/**
 * A series has none or several entries where one was wanted.
 *
 * @example
 * ```ts
 * import { EntryError } from "./entry_error.ts";
 * throw new EntryError("Cannot take one loss", { found: 2, there: ["epoch 0, 1"] });
 * ```
 */
export class EntryError extends RangeError {
  override readonly name = "EntryError";
  /** How many entries there are. */
  readonly found: number;

  /**
   * @param problem what cannot be done
   * @param options how many entries were found, and what there is along each axis
   */
  constructor(
    problem: string,
    { found, there }: { readonly found: number; readonly there: readonly string[] },
  ) {
    const what = found === 0 ? "nothing is there" : `${found} entries are there`;
    const mend = found > 1 ? "; narrow it with where(), or collapse() an axis" : "";
    const has = there.length === 0 ? "" : ` (${there.join("; ")})`;
    super(`${problem}: ${what}${found === 0 && has !== "" ? `; it has${has}` : has}${mend}`);
    this.found = found;
  }
}

/** Coordinates that are listed; more are told by the first and the last. */
const LISTED = 8;

/**
 * Says what coordinates an axis has.
 *
 * @param axis its name
 * @param column of the axis; where it is empty, what the series had that it was chosen from
 * @returns such as `epoch 0 … 99`
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { describeAxis } from "./entry_error.ts";
 * describeAxis("label", columnOf(["mse", "l1"])); // 'label "mse", "l1"'
 * ```
 */
export function describeAxis(axis: string, column: AxisColumn): string {
  const { dictionary, codes } = column;
  const used = codes.length > 0
    ? usedCodes(column)
    : Array.from({ length: dictionary.size }, (_, code) => code);
  const all = used.map((code) => dictionary.at(code));
  const written = all.map((coordinate) => JSON.stringify(coordinate));
  if (all.length <= LISTED) return `${axis} ${written.join(", ") || "none"}`;
  const sorted = all.toSorted(compareCoordinates).map((coordinate) => JSON.stringify(coordinate));
  return `${axis} ${sorted[0]} … ${sorted.at(-1)}`;
}
