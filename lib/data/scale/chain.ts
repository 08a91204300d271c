/**
 * Chains of scalers on the columns of a table: applied, undone, and run backwards.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { list, quote } from "../../core/names.ts";
import type { Column } from "../column.ts";
import { columnName, type Domain } from "../column_name.ts";
import type { ColumnTable } from "../column_table.ts";
import { columnWidths } from "./column_widths.ts";
import { fromMatrix, type Sharing, toMatrix } from "./matrix.ts";
import type { FittedScaler, Scaler } from "./scaler.ts";

/** One scaler that was fitted and applied. */
export interface ScalerRecord {
  /** Place in the chain, from 0. */
  readonly order: number;
  readonly domain: Domain;
  readonly keys: readonly string[];
  /** The representation that is read where there is none of name `into` yet. */
  readonly from: string;
  /** The representation that is written. */
  readonly into: string;
  /** The split that the scaler learned from, or `null` for all samples. */
  readonly fitTo: string | null;
  /** Which numbers shared a feature. */
  readonly share: Sharing;
  readonly scaler: Scaler;
  readonly fitted: FittedScaler;
}

/** What a scaler is applied to. */
export type ScaleTarget = Pick<ScalerRecord, "domain" | "keys" | "from" | "into" | "scaler">;

/**
 * Reads the columns that a scaler is to be applied to.
 *
 * @param table where they are
 * @param target keys and representations
 * @returns a column for each key: of the representation `into` where there is one already
 * @throws {TypeError} when they hold texts or differ in shape
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { scalerInputs } from "./chain.ts";
 * import { NegateScaler } from "./elementwise_scalers.ts";
 * const { table } = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const scaler = new NegateScaler();
 * scalerInputs(table, { domain: "features", keys: ["x"], from: "raw", into: "unit", scaler });
 * ```
 */
export function scalerInputs(table: ColumnTable, target: ScaleTarget): readonly Column[] {
  const { domain, keys, from, into, scaler } = target;
  const columns = keys.map((key) => {
    const latest = columnName({ domain, key, representation: into });
    return table.column(
      table.has(latest) ? latest : columnName({ domain, key, representation: from }),
    );
  });
  for (const [at, column] of columns.entries()) {
    const name = quote(keys[at] ?? "");
    if (!column.isNumeric && scaler.takesTexts !== true) {
      throw new TypeError(
        `Cannot scale ${name}: it holds ${column.dtype} values; ` +
          `encode them first, with "oneHot" or "ordinal"`,
      );
    }
    if (column.shape.join() !== columns[0]?.shape.join()) {
      throw new TypeError(
        `Cannot scale ${list(keys)} together: ${name} has samples of shape ` +
          `[${column.shape.join(", ")}], others of [${columns[0]?.shape.join(", ")}]; ` +
          `scale them one after the other`,
      );
    }
  }
  return columns;
}

/**
 * Applies a fitted scaler.
 *
 * @param table to read from
 * @param record the scaler and its columns
 * @returns the columns that it writes, by full name
 * @example
 * ```ts
 * import type { ColumnTable } from "../column_table.ts";
 * import { applyScaler, type ScalerRecord } from "./chain.ts";
 * function again(table: ColumnTable, records: readonly ScalerRecord[]): ColumnTable {
 *   return records.reduce((made, record) => made.with(applyScaler(made, record)), table);
 * }
 * ```
 */
export function applyScaler(
  table: ColumnTable,
  record: Omit<ScalerRecord, "order" | "fitTo">,
): Readonly<Record<string, Column>> {
  const { domain, keys, into, share, fitted } = record;
  const inputs = scalerInputs(table, record);
  const outputs = fromMatrix(fitted.transform(toMatrix(inputs, { share, keys })), inputs, {
    share,
    widths: columnWidths(fitted, { share, keys }),
    fills: fitted.fills,
  });
  return Object.fromEntries(
    keys.map((
      key,
      at,
    ) => [columnName({ domain, key, representation: into }), outputs[at] as Column]),
  );
}

/** A transform and what would have to be undone before it. */
export class UndoBlockedError extends RangeError {
  /** The record that was to be undone. */
  readonly order: number;
  /** A later record that read some of the same columns. */
  readonly blockedBy: number;

  /**
   * @param record the record that was to be undone
   * @param later a later record that read some of its columns
   */
  constructor(record: ScalerRecord, later: ScalerRecord) {
    const shared = later.keys.filter((key) => record.keys.includes(key));
    super(
      `Cannot undo scaler ${record.order} (${record.scaler.name} on ${list(record.keys)}): ` +
        `scaler ${later.order} (${later.scaler.name} on ${list(later.keys)}) was applied to ` +
        `${list(shared)} after it; undo that one first, or use undoAllTransforms()`,
    );
    this.name = "UndoBlockedError";
    this.order = record.order;
    this.blockedBy = later.order;
  }
}

/**
 * Finds the newest scaler of a chain that may be undone.
 *
 * @param records the chain
 * @param target its domain and representation, and its exact keys (any when left out)
 * @returns the record
 * @throws {UndoBlockedError} when a later scaler read some of the same columns
 * @throws {RangeError} when there is none
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { findUndoable } from "./chain.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] })
 *   .fitTransform("standard", { domain: "features" });
 * findUndoable(set.scalerRecords, { domain: "features", into: "transformed" });
 * ```
 */
export function findUndoable(
  records: readonly ScalerRecord[],
  { domain, into, keys }: { domain: Domain; into: string; keys?: readonly string[] | undefined },
): ScalerRecord {
  const chain = records.filter((record) => record.domain === domain && record.into === into);
  const record = chain.findLast((one) => keys === undefined || sameSet(one.keys, keys));
  if (record === undefined) {
    const wanted = keys === undefined ? domain : `exactly ${list(keys)} of ${domain}`;
    const known = chain.map((one) => `${one.scaler.name} on ${one.keys.join(" + ")}`);
    throw new RangeError(`No scaler to undo on ${wanted}; scalers: ${list(known)}`);
  }
  const later = records.find((one) => one.order > record.order && reads(one, record));
  if (later !== undefined) throw new UndoBlockedError(record, later);
  return record;
}

/**
 * Makes the columns of a table again, as a shorter chain gives them.
 *
 * @param table with the columns of a longer chain
 * @param options the records to take out, and those to keep, in order
 * @returns a table in which columns of records taken out are as they were before, to the bit, and of
 *   the same age
 * @example
 * ```ts
 * import type { ColumnTable } from "../column_table.ts";
 * import { rebuild, type ScalerRecord } from "./chain.ts";
 * function plain(table: ColumnTable, removed: readonly ScalerRecord[]): ColumnTable {
 *   return rebuild(table, { removed, kept: [] });
 * }
 * ```
 */
export function rebuild(
  table: ColumnTable,
  { removed, kept }: { removed: readonly ScalerRecord[]; kept: readonly ScalerRecord[] },
): ColumnTable {
  const gone = new Set(removed.flatMap(namesOf));
  const domains = new Set(removed.map(({ domain }) => domain));
  const again = kept.filter(({ domain }) => domains.has(domain));
  // Scaling starts from the columns before the chain: those kept are made again as well.
  let scratch = table.without([...gone, ...again.flatMap(namesOf)]);
  for (const record of again) {
    scratch = scratch.with(applyScaler(scratch, record));
  }
  // In the order in which they were written last: the newest representation of a key is the last.
  const written = [...new Set(kept.flatMap(namesOf).toReversed())].toReversed();
  const columns = written.map((name) => [name, (gone.has(name) ? scratch : table).column(name)]);
  return table.without([...gone]).with(Object.fromEntries(columns));
}

/**
 * Writes a record as plain data.
 *
 * @param record of a chain
 * @returns config and state, from which it can be made again
 * @example
 * ```ts
 * import { recordToJson, type ScalerRecord } from "./chain.ts";
 * function save(records: readonly ScalerRecord[]): string {
 *   return JSON.stringify(records.map(recordToJson));
 * }
 * ```
 */
export function recordToJson({ scaler, fitted, ...plain }: ScalerRecord): JsonObject {
  const named = { name: scaler.name, config: scaler.getConfig() };
  return { ...plain as unknown as Record<string, Json>, scaler: named, state: fitted.getState() };
}

function reads(later: ScalerRecord, earlier: ScalerRecord): boolean {
  const sameChain = later.into === earlier.into || later.from === earlier.into;
  return sameChain && later.domain === earlier.domain &&
    later.keys.some((key) => earlier.keys.includes(key));
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key) => b.includes(key));
}

function namesOf({ domain, keys, into }: ScalerRecord): readonly string[] {
  return keys.map((key) => columnName({ domain, key, representation: into }));
}
