/**
 * How many numbers one number of a column has become.
 *
 * @module
 */

import { list } from "../../core/names.ts";
import type { Layout } from "./matrix.ts";
import type { FittedScaler } from "./scaler.ts";

/**
 * Tells how wide a scaler has made each column.
 *
 * @param fitted the scaler
 * @param layout the keys of its columns, and which of their numbers share a feature
 * @returns a width for each column; nothing where all are 1
 * @throws {TypeError} when positions of a sample have become different in width
 * @example
 * ```ts
 * import { columnWidths } from "./column_widths.ts";
 * import { OneHotEncoder } from "./one_hot_encoder.ts";
 * const fitted = new OneHotEncoder().fit({ rows: 2, features: [Float64Array.of(5, 7)] });
 * console.log(columnWidths(fitted, { share: "none", keys: ["cell"] })); // [ 2 ]
 * ```
 */
export function columnWidths(
  { widths }: Pick<FittedScaler, "widths">,
  { share, keys = [] }: Pick<Layout, "share" | "keys">,
): readonly number[] | undefined {
  if (widths === undefined) return undefined;
  const shared = share === "keys" || share === "all";
  const each = shared ? widths.length : widths.length / keys.length;
  return keys.map((key, at) => {
    const own = shared ? widths : widths.slice(at * each, (at + 1) * each);
    const [first = 1] = own;
    if (own.every((width) => width === first)) return first;
    throw new TypeError(
      `Cannot encode the positions of ${list([key])} one by one: they have ${own.join(", ")} ` +
        `categories; use share: "positions", or name the categories`,
    );
  });
}
