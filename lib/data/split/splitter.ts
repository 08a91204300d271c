/**
 * What splits samples, and how a split is recorded so that it can be run again.
 *
 * @module
 */

import type { Configurable, NamedConfig } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { Registry } from "../../core/registry.ts";
import type { ColumnTable } from "../column_table.ts";
import type { ColumnSelection, OneOrMore } from "../select_columns.ts";

/** The samples that a splitter divides. */
export interface SplitSource {
  /** Where their columns are. */
  readonly table: ColumnTable;
  /** Their rows of the table, in order. */
  readonly rows: Int32Array;
  /** Whether they are all samples of the table, in its order: such a list is made when it is read. */
  readonly isWhole?: boolean;
}

/** The columns that a splitter reads; `C` are their names. */
export interface SplitColumns<C extends string = string> extends Omit<ColumnSelection, "columns"> {
  /** Columns of any domain. */
  readonly columns?: OneOrMore<C>;
}

/**
 * Decides which sample goes where; the same samples always go the same way. `N` are the names of the
 * splits, `C` those of the columns that decide, which `split()` compares with the columns there are.
 */
export interface Splitter<N extends string = string, C extends string = string>
  extends Configurable {
  /** Whether one sample may be in several of the splits. */
  readonly mayOverlap?: boolean;
  /** The columns whose values decide, for `lineage()`; none when left out. */
  readonly reads?: SplitColumns<C> | undefined;
  /**
   * Divides samples.
   *
   * @param source the samples
   * @returns rows of the table for each split
   */
  split(source: SplitSource): Readonly<Record<N, Int32Array>>;
}

/**
 * Lets splitters through whose type tells no names of columns, as those that are made by name; any
 * other must name columns that are there.
 */
export type Untyped<C extends string> = string extends C ? unknown : never;

/** Makers of splitters by name; register yours here so that its records can be run again. */
export const splitters: Registry<(config: JsonObject) => Splitter> = new Registry("splitter");

/** What was split, how and into what. */
export interface SplitRecord {
  /** Place among the splits of its FeatureSet, from 0. */
  readonly order: number;
  /** The splitter. */
  readonly splitter: NamedConfig;
  /** The split that was divided, or `null` for all samples. */
  readonly of: string | null;
  /** The splits that came of it. */
  readonly produced: readonly string[];
}

/** One sample is in two splits that were to be disjoint. */
export class SplitOverlapError extends RangeError {
  /** The two splits. */
  readonly splits: readonly [string, string];
  /** How many samples they share. */
  readonly count: number;

  /**
   * @param splits the two splits
   * @param count how many samples they share
   */
  constructor(splits: readonly [string, string], count: number) {
    const [a, b] = splits;
    super(
      `Splits "${a}" and "${b}" share ${count} sample${count === 1 ? "" : "s"}: ` +
        `make their conditions exclude each other, or allow it with overlap: "allow"`,
    );
    this.name = "SplitOverlapError";
    this.splits = splits;
    this.count = count;
  }
}
