/**
 * Some rows and columns of a FeatureSet, without a copy of them.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import type { ColumnTable } from "./column_table.ts";
import type { FeatureSet } from "./feature_set.ts";
import type { Operation } from "./operation.ts";
import { SampleSelection, type ViewParts } from "./sample_selection.ts";
import type { AnyKey, DottedName, Keys, OneOrMore } from "./select_columns.ts";
import {
  type Fold,
  kFold,
  type KFoldOptions,
  leaveOneGroupOut,
  timeSeriesFolds,
  type TimeSeriesOptions,
} from "./split/folds.ts";
import type { Splitter, Untyped } from "./split/splitter.ts";
import { runSplitter } from "./split/run_splitter.ts";

/**
 * Rows × columns of a FeatureSet. Holds places and names only; columns are read when asked for.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * const pulses = FeatureSet.fromRecords("pulses", [{ soh: 95 }, { soh: 80 }], { features: ["soh"] });
 * console.log(pulses.take([1]).column("soh").at(0)); // 80
 * ```
 */
export class FeatureSetView<K extends Keys = Keys> extends SampleSelection<K, FeatureSetView<K>> {
  readonly label: string;
  /** The FeatureSet that this is a view of. */
  readonly source: FeatureSet<K>;
  protected readonly chosenRows: Int32Array | undefined;
  protected readonly chosenColumns: readonly string[] | undefined;

  /**
   * @param source the FeatureSet
   * @param parts rows and columns of it; all when left out
   */
  constructor(source: FeatureSet<K>, { rows, columns, label = source.label }: ViewParts = {}) {
    super();
    this.source = source;
    this.label = label;
    this.chosenRows = rows;
    this.chosenColumns = columns && Object.freeze([...columns]);
    Object.freeze(this);
  }

  /** The table that rows and columns are of. */
  get table(): ColumnTable {
    return this.source.table;
  }

  /** All that was done to the FeatureSet, in order. */
  get operations(): readonly Operation[] {
    return this.source.operations;
  }

  /** Whether this view names its columns, so that ones made later are not in it. */
  get namesColumns(): boolean {
    return this.chosenColumns !== undefined;
  }

  /** A byte per sample: 0 for padding. */
  get mask(): Uint8Array {
    return Uint8Array.from(this.rows, (row) => row < 0 ? 0 : 1);
  }

  /**
   * Shows other rows of the same FeatureSet.
   *
   * @param rows of the table; −1 is padding
   * @returns a view of those rows, with the columns of this one
   */
  withRows(rows: Int32Array): FeatureSetView<K> {
    return this.view({ rows, columns: this.chosenColumns, label: this.label });
  }

  /**
   * Adds padding up to a length: samples that are missing in every column.
   *
   * @param length wanted
   * @returns a longer view, or this one when it is long enough
   */
  padTo(length: number): FeatureSetView<K> {
    if (length <= this.length) return this;
    const rows = new Int32Array(length).fill(-1);
    rows.set(this.rows);
    return this.view({ rows, columns: this.chosenColumns, label: this.label });
  }

  /** @returns this view without its padding; this one when it has none */
  withoutPadding(): FeatureSetView<K> {
    if (this.isWhole || !this.rows.includes(-1)) return this;
    const rows = this.rows.filter((row) => row >= 0);
    return this.view({ rows, columns: this.chosenColumns, label: this.label });
  }

  /**
   * Splits these samples, without registering the splits.
   *
   * @param splitter decides which sample goes where
   * @returns a view for each name that the splitter gives
   */
  split<N extends string>(
    splitter: Splitter<N, AnyKey<K> | DottedName<K>>,
  ): Readonly<Record<N, FeatureSetView<K>>>;
  split<N extends string, C extends string>(
    splitter: Splitter<N, C> & Untyped<C>,
  ): Readonly<Record<N, FeatureSetView<K>>>;
  split<N extends string>(splitter: Splitter<N>): Readonly<Record<N, FeatureSetView<K>>> {
    const split = runSplitter(splitter, this);
    const views = Object.entries<Int32Array>(split).map(([label, rows]) =>
      [label, this.view({ rows, columns: this.chosenColumns, label })] as const
    );
    return Object.freeze(Object.fromEntries(views)) as Record<N, FeatureSetView<K>>;
  }

  /**
   * Makes k folds of these samples: each is in the validation samples of exactly one.
   *
   * @param options how many, groups or strata, seed
   * @returns views to train on and to validate on
   */
  kFold(options: KFoldOptions<AnyKey<K> | DottedName<K>>): readonly Fold<FeatureSetView<K>>[] {
    return this.#folds(kFold(this.withoutPadding(), options));
  }

  /**
   * Leaves out each group of these samples once.
   *
   * @param by columns whose equal values are a group
   * @returns views to train on and to validate on, for each group
   */
  leaveOneGroupOut(by: OneOrMore<AnyKey<K>>): readonly Fold<FeatureSetView<K>>[] {
    return this.#folds(leaveOneGroupOut(this.withoutPadding(), by));
  }

  /**
   * Makes folds whose validation samples are later than their training samples.
   *
   * @param options how many, the column that orders samples, the gap
   * @returns views to train on and to validate on, the earliest first
   */
  timeSeriesFolds(
    options: TimeSeriesOptions<AnyKey<K> | DottedName<K>>,
  ): readonly Fold<FeatureSetView<K>>[] {
    return this.#folds(timeSeriesFolds(this.withoutPadding(), options));
  }

  #folds(folds: readonly Fold<Int32Array>[]): readonly Fold<FeatureSetView<K>>[] {
    return folds.map(({ train, val }, at) => ({
      train: this.view({ rows: train, columns: this.chosenColumns, label: `train_${at}` }),
      val: this.view({ rows: val, columns: this.chosenColumns, label: `val_${at}` }),
    }));
  }

  /**
   * Compares with another view.
   *
   * @param other any value
   * @returns whether it shows the same rows and columns of a FeatureSet with the same samples
   */
  equals(other: unknown): boolean {
    return other instanceof FeatureSetView && this.table.ids === other.table.ids &&
      this.columnNames.join() === other.columnNames.join() &&
      fingerprint(this.rows) === fingerprint(other.rows);
  }

  protected view(parts: ViewParts): FeatureSetView<K> {
    return new FeatureSetView(this.source, { ...parts, label: parts.label ?? this.label });
  }
}
