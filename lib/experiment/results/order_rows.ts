/**
 * Where entries stand, and which comes before which.
 *
 * @module
 */

import { type AxisColumns, columnFor } from "./conditions.ts";
import { type Axes, compareCoordinates, type Coordinate } from "./coordinates.ts";

/**
 * Reads where an entry stands.
 *
 * @param columns of all axes
 * @param row its place in the series
 * @returns its coordinate along each axis
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { keyAt } from "./order_rows.ts";
 * keyAt({ epoch: columnOf([7]) }, 0); // { epoch: 7 }
 * ```
 */
export function keyAt(columns: AxisColumns, row: number): Axes {
  const key: Record<string, Coordinate> = {};
  for (const axis in columns) {
    const { codes, dictionary } = columnFor(columns, axis);
    key[axis] = dictionary.at(codes[row] as number);
  }
  return key;
}

/**
 * Says where an entry stands.
 *
 * @param columns of all axes
 * @param row its place in the series
 * @returns such as `epoch 7, label "mse"`
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { describeRow } from "./order_rows.ts";
 * describeRow({ epoch: columnOf([7]) }, 0); // "epoch 7"
 * ```
 */
export function describeRow(columns: AxisColumns, row: number): string {
  return Object.entries(keyAt(columns, row))
    .map(([axis, at]) => `${axis} ${JSON.stringify(at)}`).join(", ");
}

/**
 * Orders entries by their coordinates.
 *
 * @param columns of all axes
 * @param axes the most important first
 * @returns less than 0 when the entry of the first row comes first
 * @throws UnknownNameError when there is no such axis
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { orderOf } from "./order_rows.ts";
 * orderOf({ epoch: columnOf([7, 3]) }, ["epoch"])(1, 0); // −4
 * ```
 */
export function orderOf(
  columns: AxisColumns,
  axes: readonly string[],
): (one: number, other: number) => number {
  const chosen = axes.map((axis) => columnFor(columns, axis));
  return (one, other) => {
    for (const { codes, dictionary } of chosen) {
      const [here, there] = [codes[one] as number, codes[other] as number];
      const order = compareCoordinates(dictionary.at(here), dictionary.at(there));
      if (order !== 0) return order;
    }
    return 0;
  };
}

/**
 * Finds the first or the last of entries.
 *
 * @param length how many there are, at least one
 * @param direction 1 for the first, −1 for the last
 * @param options how they are ordered; as they stand when left out
 * @returns its row; of those that are equal the first or the last
 * @example
 * ```ts
 * import { extremeRow } from "./order_rows.ts";
 * extremeRow(3, -1, { compare: (one, other) => other - one }); // 0
 * ```
 */
export function extremeRow(
  length: number,
  direction: 1 | -1,
  { compare }: { readonly compare?: ((one: number, other: number) => number) | undefined } = {},
): number {
  const start = direction === 1 ? 0 : length - 1;
  let best = start;
  if (compare === undefined) return best;
  for (let row = start; row >= 0 && row < length; row += direction) {
    if (direction * compare(row, best) < 0) best = row;
  }
  return best;
}
