/**
 * Statistics of columns, and what is missing in them.
 *
 * @module
 */

import type { Column } from "./column.ts";
import { quantile, sortedPresent } from "./scale/statistics.ts";
import { asTable } from "./statistics_display.ts";

/** What is said of one column. Statistics are of all numbers of all samples that are there. */
export interface ColumnDescription {
  /** The name of the column. */
  readonly column: string;
  readonly dtype: string;
  /** The shape of one sample, such as `[101]`. */
  readonly shape: string;
  /** Samples that are there. */
  readonly count: number;
  /** Samples that are missing. */
  readonly missing: number;
  /** Entries that are not finite. */
  readonly notFinite: number | null;
  readonly mean: number | null;
  /** The standard deviation of the sample (n − 1). */
  readonly std: number | null;
  readonly min: number | null;
  readonly q25: number | null;
  readonly median: number | null;
  readonly q75: number | null;
  readonly max: number | null;
  /** How many different values, where they are texts or truth values. */
  readonly distinct: number | null;
  /** The most frequent of them. */
  readonly top: string | null;
}

/**
 * Describes columns.
 *
 * @param columns by name
 * @returns a row of statistics for each; all of them show themselves as a table
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { describe } from "./describe.ts";
 * console.log(describe({ soh: buildColumn("soh", [95, null, 85]) })[0]?.mean); // 90
 * ```
 */
export function describe(columns: Readonly<Record<string, Column>>): readonly ColumnDescription[] {
  const rows = Object.entries(columns).map(([name, column]): ColumnDescription => ({
    column: name,
    dtype: column.dtype,
    shape: `[${column.shape.join(", ")}]`,
    count: column.length - column.nullCount,
    missing: column.nullCount,
    ...(column.isNumeric ? numbers(column) : levels(column)),
  }));
  return asTable(rows, () => `${rows.length} column${rows.length === 1 ? "" : "s"}`);
}

type Statistics = Omit<ColumnDescription, "column" | "dtype" | "shape" | "count" | "missing">;

const NONE: Statistics = {
  notFinite: null,
  mean: null,
  std: null,
  min: null,
  q25: null,
  median: null,
  q75: null,
  max: null,
  distinct: null,
  top: null,
};

function numbers({ values, valid, size }: Column): Statistics {
  const there = valid === undefined
    ? Float64Array.from(values)
    : Float64Array.from(values).filter((_, at) => valid[Math.floor(at / size)] !== 0);
  const finite = there.filter(Number.isFinite);
  const notFinite = there.length - finite.length;
  if (finite.length === 0) return { ...NONE, notFinite };
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = sortedPresent(finite);
  return {
    ...NONE,
    notFinite,
    mean,
    std: finite.length > 1 ? Math.sqrt(squares / (finite.length - 1)) : null,
    min: sorted[0] ?? null,
    q25: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q75: quantile(sorted, 0.75),
    max: sorted.at(-1) ?? null,
  };
}

function levels(column: Column): Statistics {
  const counts = new Map<number, number>();
  for (let at = 0; at < column.values.length; at++) {
    if (column.valid?.[Math.floor(at / column.size)] === 0) continue;
    const code = column.values[at] as number;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let top: { code: number; count: number } | undefined;
  for (const [code, count] of counts) if (count > (top?.count ?? 0)) top = { code, count };
  const name = column.levels ?? ["false", "true"];
  return { ...NONE, distinct: counts.size, top: top === undefined ? null : name[top.code] ?? null };
}
