/**
 * Windows: runs of samples that follow each other in a sequence.
 *
 * @module
 */

import type { OneOrMore } from "../select_columns.ts";
import { groupsOf } from "../split/groups.ts";
import { sortedRows } from "../split/sorted_rows.ts";
import type { SplitSource } from "../split/splitter.ts";

/** The shape of windows. */
export interface WindowShape {
  /** Samples of a window. */
  readonly length: number;
  /** Samples between the beginnings of two windows; 1 when left out. */
  readonly stride?: number | undefined;
  /** Samples after a window that are to be foretold; none when left out. */
  readonly horizon?: number | undefined;
  /** Where windows may reach beyond their sequence, with padding; `none` when left out. */
  readonly pad?: "none" | "start" | "end" | "both" | undefined;
}

/** The windows of some sequences. */
export interface Windows {
  /** How many. */
  readonly count: number;
  /**
   * Reads rows of windows.
   *
   * @param places of windows; −1 for a window of padding
   * @param options the first step wanted, and how many
   * @returns rows of the table, window after window; −1 where one reaches beyond its sequence
   */
  rows(places: Int32Array, options: { from: number; steps: number }): Int32Array;
}

/**
 * Finds the windows of sequences.
 *
 * @param source the samples
 * @param options the shape of windows, what makes a sequence and what orders it
 * @returns the windows, sequence after sequence
 * @throws {RangeError} when there is none
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { findWindows } from "./windows.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4, 5] }, { features: ["x"] });
 * console.log(findWindows(set, { length: 3 }).count); // 3
 * ```
 */
export function findWindows(
  source: SplitSource,
  options: WindowShape & {
    within?: OneOrMore<string> | undefined;
    sortBy?: string | undefined;
  },
): Windows {
  const { sortBy, within } = options;
  const present = { table: source.table, rows: source.rows.filter((row) => row >= 0) };
  const ordered = sortBy === undefined
    ? present
    : { table: source.table, rows: sortedRows(present, sortBy) };
  const sequences = within === undefined
    ? [ordered.rows]
    : groupsOf(ordered, within).map(({ rows }) => rows);
  const { starts, owners } = startsOf(sequences, options);
  if (starts.length === 0) throw noWindow(sequences, options);
  return {
    count: starts.length,
    rows: (places, { from, steps }) => {
      const rows = new Int32Array(places.length * steps).fill(-1);
      for (let at = 0; at < places.length; at++) {
        const place = places[at] as number;
        if (place < 0) continue;
        const sequence = sequences[owners[place] as number] as Int32Array;
        const start = (starts[place] as number) + from;
        for (let step = 0; step < steps; step++) {
          rows[at * steps + step] = sequence[start + step] ?? -1;
        }
      }
      return rows;
    },
  };
}

interface Starts {
  /** The first step of each window in its sequence; negative where it is padded. */
  readonly starts: Int32Array;
  /** The sequence of each window. */
  readonly owners: Int32Array;
}

function startsOf(sequences: readonly Int32Array[], shape: WindowShape): Starts {
  const { length, stride = 1, horizon = 0, pad = "none" } = shape;
  const starts: number[] = [];
  const owners: number[] = [];
  for (const [owner, { length: total }] of sequences.entries()) {
    const first = pad === "start" || pad === "both" ? 1 - length : 0;
    // A window that reaches beyond the end keeps a sample, and one to foretell where there are any.
    const last = pad === "end" || pad === "both"
      ? total - 1 - (horizon > 0 ? length : 0)
      : total - length - horizon;
    for (let start = first; start <= last; start += stride) {
      starts.push(start);
      owners.push(owner);
    }
  }
  return { starts: Int32Array.from(starts), owners: Int32Array.from(owners) };
}

function noWindow(sequences: readonly Int32Array[], shape: WindowShape): RangeError {
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  const { length, horizon = 0 } = shape;
  return new RangeError(
    `No sequence has a window of ${length} samples and ${horizon} to foretell: the longest has ` +
      `${longest}; make windows shorter, or let them reach beyond with pad: "start" or "end"`,
  );
}
