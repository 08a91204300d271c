/**
 * A series that grows in a file, some rows at a time.
 *
 * @module
 */

import { AxisSeries } from "../axis_series.ts";
import type { Axes } from "../coordinates.ts";
import type { SeriesState } from "../series_state.ts";
import { NumberValues } from "../series_values.ts";
import { readAxis, writeAxis } from "./axis_rows.ts";
import { ChunkFile, type StepPlace, type Workshop } from "./chunk_file.ts";
import type { ChunkLine } from "./journal.ts";

/** Rows that wait before they are written. */
const MOST_WAITING = 4096;

/**
 * A series of numbers in a file.
 *
 * @example
 * ```ts
 * import type { AxisSeries } from "../axis_series.ts";
 * import type { Workshop } from "./chunk_file.ts";
 * import { SeriesFile } from "./series_file.ts";
 * const write = (loss: AxisSeries<{ epoch: number; batch: number }, number>, workshop: Workshop) =>
 *   new SeriesFile("loss.arrows", workshop).write(loss, { all: true });
 * ```
 */
export class SeriesFile {
  readonly #file: ChunkFile;
  #written = 0;

  /**
   * @param name of the file within the folder
   * @param workshop the folder
   * @param options chunks that the file has
   */
  constructor(
    name: string,
    workshop: Workshop,
    options: { readonly chunks?: readonly ChunkLine[] } = {},
  ) {
    this.#file = new ChunkFile(name, workshop, options);
  }

  /**
   * Writes the entries that were added since the last time, when there are enough of them.
   *
   * @param series all entries
   * @param options whether to write however few there are
   */
  write<A extends Axes>(
    series: AxisSeries<A, number>,
    { all = false }: { readonly all?: boolean } = {},
  ): void {
    const waiting = series.length - this.#written;
    if (waiting === 0 || (!all && waiting < MOST_WAITING)) return;
    const rows = series.slice(this.#written);
    const { axes, values } = rows.getState();
    const columns = axes.map(({ name, codes, levels }) =>
      [name, writeAxis(codes, levels)] as const
    );
    this.#file.append(
      { ...Object.fromEntries(columns), value: { type: "float64", values: numbersOf(values) } },
      { first: placeOf(rows.items(0, 1)), last: placeOf(rows.items(rows.length - 1)) },
    );
    this.#written = series.length;
  }

  /**
   * Reads all entries.
   *
   * @param name what their values are called
   * @param axes their names, for a file that has nothing
   * @returns a series of them
   */
  read<A extends Axes>(name: string, axes: readonly string[]): AxisSeries<A, number> {
    const table = this.#file.readAll();
    this.#written = table.numRows;
    const columns = axes.map((axis) => [axis, readAxis(table.getChild(axis))] as const);
    const values = table.getChild("value")?.toArray() ?? new Float64Array();
    return new AxisSeries<A, number>({
      name,
      columns: Object.fromEntries(columns),
      values: new NumberValues(values),
    });
  }

  /** Takes back what the journal does not confirm. */
  truncate(): void {
    this.#file.truncate();
  }
}

function numbersOf(values: SeriesState["values"]): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values, Number);
}

function placeOf(items: readonly (readonly [Axes, unknown])[]): StepPlace {
  const { epoch, batch } = items[0]?.[0] ?? {};
  return [Number(epoch ?? -1), Number(batch ?? -1)];
}
