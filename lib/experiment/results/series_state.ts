/**
 * A series as plain data and typed arrays.
 *
 * @module
 */

import type { SeriesParts } from "./series_parts.ts";
import { type AxisColumn, type Coordinate, Dictionary, usedCodes } from "./coordinates.ts";
import { NumberValues, type SeriesValues, valuesOf } from "./series_values.ts";

/** A series as plain data and typed arrays. */
export interface SeriesState {
  /** What its values are called. */
  readonly name: string;
  /** Where each entry stands along each axis: places in `levels`. */
  readonly axes: readonly {
    readonly name: string;
    readonly codes: Int32Array;
    readonly levels: readonly Coordinate[];
  }[];
  readonly values: Float64Array | readonly unknown[];
}

/**
 * Copies what a series is made of.
 *
 * @param parts of a series
 * @returns a state that shares no memory with it
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { stateOfParts } from "./series_state.ts";
 * import { valuesOf } from "./series_values.ts";
 * const parts = { name: "loss", columns: { epoch: columnOf([7]) }, values: valuesOf([3]) };
 * stateOfParts(parts).axes[0]?.levels; // [7]
 * ```
 */
export function stateOfParts({ name, columns, values }: SeriesParts<unknown>): SeriesState {
  const axes = Object.entries(columns).map(([axis, column]) => ({
    name: axis,
    ...compacted(column),
  }));
  return { name, axes, values: values.numbers?.slice() ?? listOf(values) };
}

/**
 * Makes the parts of a series again.
 *
 * @param state what `stateOfParts` gave, whose arrays nobody changes from now on
 * @returns parts of an equal series
 * @example
 * ```ts
 * import { AxisSeries } from "./axis_series.ts";
 * import { partsOfState } from "./series_state.ts";
 * const loss = AxisSeries.from("loss", [[{ epoch: 7 }, 3]]);
 * partsOfState(loss.getState()).values.at(0); // 3
 * ```
 */
export function partsOfState({ name, axes, values }: SeriesState): SeriesParts<unknown> {
  const columns = axes.map(({ name, codes, levels }) => {
    const dictionary = new Dictionary();
    for (const level of levels) dictionary.encode(level);
    const sorted = codes.every((code, at) => code >= (codes[at - 1] ?? 0));
    return [name, { codes, dictionary, sorted }] as const;
  });
  return {
    name,
    columns: Object.fromEntries(columns),
    values: values instanceof Float64Array ? new NumberValues(values) : valuesOf<unknown>(values),
  };
}

/** What was chosen of a series needs no coordinates of the rest. */
function compacted(column: AxisColumn): {
  readonly codes: Int32Array;
  readonly levels: readonly Coordinate[];
} {
  const used = usedCodes(column);
  const places = new Int32Array(column.dictionary.size);
  used.forEach((code, place) => places[code] = place);
  return {
    codes: column.codes.map((code) => places[code] as number),
    levels: used.map((code) => column.dictionary.at(code)),
  };
}

function listOf(values: SeriesValues<unknown>): readonly unknown[] {
  return Array.from({ length: values.length }, (_, at) => values.at(at));
}
