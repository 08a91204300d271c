/**
 * A series whose newest entries are in memory, and whose earlier ones are read when they are needed.
 *
 * @module
 */

import type { AxisColumns, AxisConditions } from "./conditions.ts";
import type { Axes, AxisColumn, Coordinate } from "./coordinates.ts";
import type { SeriesParts } from "./series_parts.ts";
import { NumberValues } from "./series_values.ts";

/** Entries that are not in memory. */
export interface Archive {
  /** How many. */
  readonly length: number;
  /** The axis by which entries were put away, and the first code along it that is in memory whole. */
  readonly axis: string;
  readonly from: number;
  /** Reads them: as many, in their order. */
  read(): SeriesParts<number>;
}

/**
 * Numbers of which only the newest are in memory.
 *
 * @example
 * ```ts
 * import { type Archive, ArchivedParts } from "./archived_parts.ts";
 * import type { SeriesParts } from "./series_parts.ts";
 * const whole = (recent: SeriesParts<number>, archive: Archive) => new ArchivedParts(recent, archive);
 * ```
 */
export class ArchivedParts implements SeriesParts<number> {
  readonly name: string;
  /** Entries in memory. */
  readonly recent: SeriesParts<number>;
  readonly #archive: Archive;
  #whole: SeriesParts<number> | undefined;

  /**
   * @param recent entries in memory, whose columns know the codes of all
   * @param archive the entries before them
   */
  constructor(recent: SeriesParts<number>, archive: Archive) {
    this.name = recent.name;
    this.recent = recent;
    this.#archive = archive;
  }

  /** How many entries are not in memory. */
  get archived(): number {
    return this.#archive.length;
  }

  /** How many entries there are. */
  get length(): number {
    return this.#archive.length + this.recent.values.length;
  }

  /** Columns of all entries. */
  get columns(): AxisColumns {
    return this.#all.columns;
  }

  /** Values of all entries. */
  get values(): SeriesParts<number>["values"] {
    return this.#all.values;
  }

  /**
   * Entries among which those are that meet conditions.
   *
   * @param conditions by axis
   * @returns those in memory when no other can meet them, which costs no reading; else all
   */
  among(conditions: AxisConditions<Axes>): SeriesParts<number> {
    const { axis, from } = this.#archive;
    const condition = conditions[axis];
    if (condition === undefined || typeof condition === "function") return this;
    const { dictionary } = this.recent.columns[axis] as AxisColumn;
    const wanted: readonly Coordinate[] = Array.isArray(condition)
      ? condition as readonly Coordinate[]
      : [condition as Coordinate];
    const codes = wanted.map((coordinate) => dictionary.find(coordinate));
    return codes.every((code) => code < 0 || code >= from) ? this.recent : this;
  }

  get #all(): SeriesParts<number> {
    return this.#whole ??= joined(this.#archive.read(), this.recent);
  }
}

/** The codes of the second know all coordinates. */
function joined(earlier: SeriesParts<number>, recent: SeriesParts<number>): SeriesParts<number> {
  const columns = Object.entries(recent.columns).map(([axis, { codes, dictionary, sorted }]) => {
    const before = earlier.columns[axis] as AxisColumn;
    const known = Int32Array.from(
      { length: before.dictionary.size },
      (_, code) => dictionary.find(before.dictionary.at(code)),
    );
    const all = new Int32Array(before.codes.length + codes.length);
    for (let at = 0; at < before.codes.length; at++) {
      all[at] = known[before.codes[at] as number] as number;
    }
    all.set(codes, before.codes.length);
    return [axis, { codes: all, dictionary, sorted }] as const;
  });
  const [first, second] = [numbersOf(earlier), numbersOf(recent)];
  const values = new Float64Array(first.length + second.length);
  values.set(first);
  values.set(second, first.length);
  return {
    name: recent.name,
    columns: Object.fromEntries(columns),
    values: new NumberValues(values),
  };
}

function numbersOf({ values }: SeriesParts<number>): Float64Array {
  return values.numbers ?? Float64Array.from({ length: values.length }, (_, at) => values.at(at));
}
