/**
 * Series of several runs as one, with an axis in front that says whose each entry is.
 *
 * @module
 */

import { AxisSeries } from "../results/axis_series.ts";
import type { Axes } from "../results/coordinates.ts";

/** Axes with one in front. */
export type WithAxis<X extends string, A extends Axes> = { readonly [P in X]: string } & A;

/**
 * Joins series.
 *
 * @param axis the name of the axis in front, such as `fold`
 * @param series of the same axes, by label
 * @returns all entries, in order
 * @throws {RangeError} when their axes differ
 * @example
 * ```ts
 * import { AxisSeries } from "../results/axis_series.ts";
 * import { joinedSeries } from "./joined_series.ts";
 * const loss = (value: number) => AxisSeries.from("loss", [[{ epoch: 0 }, value]]);
 * const both = joinedSeries("fold", [["fold_0", loss(3)], ["fold_1", loss(1)]]);
 * both.collapse("fold", "mean").one(); // 2
 * ```
 */
export function joinedSeries<const X extends string, A extends Axes, V>(
  axis: X,
  series: readonly (readonly [label: string, series: AxisSeries<A, V>])[],
): AxisSeries<WithAxis<X, A>, V> {
  const [first] = series;
  const name = first?.[1].name ?? axis;
  const axes = first?.[1].axes ?? [];
  const entries = series.flatMap(([label, one]) =>
    one.items().map(([key, value]) =>
      // The axis in front is the one that is named.
      [{ [axis]: label, ...key } as unknown as WithAxis<X, A>, value] as const
    )
  );
  return AxisSeries.from(name, entries, { axes: [axis, ...axes] });
}
