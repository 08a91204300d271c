/**
 * What is missing: by column, and which columns lack the same samples.
 *
 * @module
 */

import { showAs, type Shown } from "../core/show_as.ts";
import type { Column } from "./column.ts";
import { asTable, tableBundle } from "./statistics_display.ts";

/** What is missing in some columns. */
export interface MissingReport {
  /** How many samples there are. */
  readonly samples: number;
  /** How many of them lack nothing. */
  readonly complete: number;
  /** A row for each column. */
  readonly columns: readonly MissingColumn[];
  /** Columns that lack the same samples, the most frequent first; complete samples are left out. */
  readonly patterns: readonly MissingPattern[];
}

/** What one column lacks. */
export interface MissingColumn {
  readonly column: string;
  /** Samples that are not there. */
  readonly missing: number;
  /** Samples that are there and hold NaN. */
  readonly notANumber: number;
  /** The share of samples that are missing or hold NaN, from 0 to 1. */
  readonly share: number;
}

/** Columns that lack the same samples. */
export interface MissingPattern {
  /** The columns. */
  readonly columns: readonly string[];
  /** How many samples lack just these. */
  readonly samples: number;
}

/**
 * Reports what is missing.
 *
 * @param columns of one length, by name
 * @param length how many samples there are
 * @returns counts by column and by pattern, which show themselves as tables
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { missingReport } from "./missing.ts";
 * const report = missingReport({ soh: buildColumn("soh", [95, null]) }, 2);
 * console.log(report.complete, report.columns[0]?.share); // 1 0.5
 * ```
 */
export function missingReport(
  columns: Readonly<Record<string, Column>>,
  length: number,
): MissingReport {
  const lacks = Object.entries(columns).map(([name, column]) => ({ name, ...lacksOf(column) }));
  const incomplete = lacks.filter(({ flags }) => flags !== undefined);
  const counts = new Map<string, number>();
  for (let row = 0; row < length; row++) {
    // A text of flags, as there may be more columns than a number has bits.
    let pattern = "";
    for (const { flags } of incomplete) pattern += flags?.[row] === 1 ? "1" : "0";
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  const none = "0".repeat(incomplete.length);
  const patterns = [...counts].filter(([pattern]) => pattern !== none)
    .sort(([, a], [, b]) => b - a)
    .map(([pattern, samples]) => ({
      columns: incomplete.filter((_, at) => pattern[at] === "1").map(({ name }) => name),
      samples,
    }));
  const report: MissingReport = {
    samples: length,
    complete: counts.get(none) ?? 0,
    columns: lacks.map(({ name, missing, notANumber }) => ({
      column: name,
      missing,
      notANumber,
      share: length === 0 ? 0 : (missing + notANumber) / length,
    })),
    patterns: asTable(patterns, () => "columns that lack the same samples"),
  };
  return Object.freeze(showAs(report, showReport));
}

function showReport({ samples, complete, columns }: MissingReport): Shown {
  const caption = `${complete} of ${samples} samples lack nothing`;
  return tableBundle(caption, columns);
}

interface Lacks {
  readonly missing: number;
  readonly notANumber: number;
  /** A byte per sample: 1 where it is missing or holds NaN. Left out when none does. */
  readonly flags: Uint8Array | undefined;
}

function lacksOf({ values, valid, size, length, dtype }: Column): Lacks {
  const flags = new Uint8Array(length);
  let [missing, notANumber] = [0, 0];
  const mayHoldNaN = dtype === "float32" || dtype === "float64";
  for (let row = 0; row < length; row++) {
    if (valid?.[row] === 0) missing += flags[row] = 1;
    else if (mayHoldNaN && holdsNaN(values, row * size, size)) notANumber += flags[row] = 1;
  }
  return { missing, notANumber, flags: missing + notANumber === 0 ? undefined : flags };
}

function holdsNaN(values: ArrayLike<number>, start: number, size: number): boolean {
  for (let at = start; at < start + size; at++) if (values[at] !== values[at]) return true;
  return false;
}
