/**
 * What a FeatureSet is made of.
 *
 * @module
 */

import type { ColumnTable } from "./column_table.ts";
import type { Operation } from "./operation.ts";
import type { ScalerRecord } from "./scale/chain.ts";
import type { Keys, Wildcard } from "./select_columns.ts";
import { countShared } from "./split/run_splitter.ts";
import type { SplitRecord } from "./split/splitter.ts";

/** Names of a FeatureSet to which splits are added. */
export interface WithSplits<K extends Keys, N extends string> extends Keys {
  readonly features: K["features"];
  readonly targets: K["targets"];
  readonly tags: K["tags"];
  readonly splits: K["splits"] | N;
}

/** Names of a new FeatureSet; any where wildcards stand for them. */
export interface NewKeys<F extends string, T extends string, G extends string> extends Keys {
  readonly features: Named<F>;
  readonly targets: Named<T>;
  readonly tags: Named<G>;
  readonly splits: never;
}

type Named<N extends string> = N extends Wildcard ? string : N;

/** A registered split. */
export interface SplitPart {
  /** Rows of the table. */
  readonly rows: Int32Array;
  /** Full names of its columns; nothing when it has all of them, later ones included. */
  readonly columns?: readonly string[] | undefined;
}

/** All that makes a FeatureSet. */
export interface FeatureSetParts {
  readonly label: string;
  readonly table: ColumnTable;
  readonly splits?: Readonly<Record<string, SplitPart>>;
  readonly splitRecords?: readonly SplitRecord[];
  readonly scalerRecords?: readonly ScalerRecord[];
  readonly operations?: readonly Operation[];
}

/**
 * Takes columns out of splits that their table has no longer.
 *
 * @param splits by name
 * @param table without the columns
 * @returns splits that name columns of the table only; those that have all columns stay as they are
 * @example
 * ```ts
 * import type { ColumnTable } from "./column_table.ts";
 * import { splitsOf, type SplitPart } from "./feature_set_parts.ts";
 * function train(rows: Int32Array, table: ColumnTable): Readonly<Record<string, SplitPart>> {
 *   return splitsOf({ train: { rows, columns: ["features.x.raw"] } }, table);
 * }
 * ```
 */
export function splitsOf(
  splits: Readonly<Record<string, SplitPart>>,
  table: ColumnTable,
): Readonly<Record<string, SplitPart>> {
  return Object.fromEntries(
    Object.entries(splits).map(([name, { rows, columns }]) => [
      name,
      { rows, columns: columns?.filter((column) => table.has(column)) },
    ]),
  );
}

/** Two splits that share samples. */
export interface SplitOverlap {
  readonly splits: readonly [string, string];
  /** How many samples they share. */
  readonly count: number;
}

/**
 * Finds splits that share samples; a split is not compared with one that it came from.
 *
 * @param splits by name
 * @param records of how they were made
 * @returns each pair that shares samples
 * @example
 * ```ts
 * import { overlapsOf } from "./feature_set_parts.ts";
 * const [a, b] = [{ rows: Int32Array.of(1, 2) }, { rows: Int32Array.of(2) }];
 * console.log(overlapsOf({ a, b }, [])); // [ { splits: [ "a", "b" ], count: 1 } ]
 * ```
 */
export function overlapsOf(
  splits: Readonly<Record<string, SplitPart>>,
  records: readonly SplitRecord[],
): readonly SplitOverlap[] {
  const entries = Object.entries(splits);
  return entries.flatMap(([a, { rows }], at) =>
    entries.slice(at + 1).flatMap(([b, other]) => {
      if (descends(records, [a, b]) || descends(records, [b, a])) return [];
      const count = countShared(rows, other.rows);
      return count === 0 ? [] : [{ splits: [a, b] as const, count }];
    })
  );
}

function descends(
  records: readonly SplitRecord[],
  [child, ancestor]: readonly [string, string],
): boolean {
  const parent = records.find(({ produced }) => produced.includes(child))?.of ?? null;
  return parent !== null && (parent === ancestor || descends(records, [parent, ancestor]));
}
