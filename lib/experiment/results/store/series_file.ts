/**
 * A series that grows in a file, some rows at a time.
 *
 * @module
 */

import type { Table, Vector } from "apache-arrow";
import { AxisSeries } from "../axis_series.ts";
import { type Axes, columnOf, type Coordinate } from "../coordinates.ts";
import { NumberValues } from "../series_values.ts";
import type { ChunkColumn } from "./arrow_chunk.ts";
import { ChunkFile, type StepPlace, type Workshop } from "./chunk_file.ts";
import type { ChunkLine } from "./journal.ts";

/** Rows that wait before they are written. */
const MOST_WAITING = 1024;

/** A series of numbers in a file. */
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
    const columns = rows.axes.map((axis) => [axis, axisColumn(rows.coordinates(axis))] as const);
    const values = Float64Array.from(rows.values());
    this.#file.append(
      { ...Object.fromEntries(columns), value: { type: "float64", values } },
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
    const columns = axes.map((axis) => [axis, columnOf(coordinatesOf(table, axis))] as const);
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

function axisColumn(coordinates: readonly Coordinate[]): ChunkColumn {
  if (coordinates.some((at) => typeof at === "string")) {
    return { type: "text", values: coordinates.map(String) };
  }
  const values = Int32Array.from(coordinates, (at) => Number(at ?? 0));
  if (!coordinates.includes(null)) return { type: "int32", values };
  const valid = Uint8Array.from(coordinates, (at) => at === null ? 0 : 1);
  return { type: "int32", values, valid };
}

function coordinatesOf(table: Table, axis: string): readonly Coordinate[] {
  const vector: Vector | null = table.getChild(axis);
  if (vector === null) return [];
  return vector.nullCount === 0 ? Array.from<Coordinate>(vector.toArray()) : [...vector];
}

function placeOf(items: readonly (readonly [Axes, unknown])[]): StepPlace {
  const { epoch, batch } = items[0]?.[0] ?? {};
  return [Number(epoch ?? -1), Number(batch ?? -1)];
}
