/**
 * Scaling as a FeatureSet does it: fit to a split, apply to all, record, undo.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { checkLabel, quote, UnknownNameError } from "../../core/names.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import type { Column } from "../column.ts";
import { checkDomain, columnName, type Domain, RAW } from "../column_name.ts";
import type { ColumnTable } from "../column_table.ts";
import type { Operation } from "../operation.ts";
import type { Keys, OneOrMore } from "../select_columns.ts";
import {
  applyScaler,
  findUndoable,
  rebuild,
  recordToJson,
  scalerInputs,
  type ScalerRecord,
} from "./chain.ts";
import { type Sharing, SHARINGS, toMatrix } from "./matrix.ts";
import { type ScalerLike, toScaler } from "./scaler.ts";
import type { ConfigOf } from "./scaler_configs.ts";
// These register their names.
import "./affine_scalers.ts";
import "./elementwise_scalers.ts";
import "./one_hot_encoder.ts";
import "./ordinal_encoder.ts";
import "./power_transformer.ts";
import "./quantile_transformer.ts";
import "./sample_scalers.ts";
import "./segmented_scaler.ts";
import "./simple_imputer.ts";

/** The representation that scalers write unless told otherwise. */
export const TRANSFORMED = "transformed";

/** How to fit a scaler. */
export interface FitTransformOptions<
  K extends Keys = Keys,
  D extends Domain = Domain,
  S extends ScalerLike = ScalerLike,
> {
  /** The domain of the columns. */
  readonly domain: D;
  /** Their keys; all keys of the domain when left out. */
  readonly keys?: OneOrMore<K[D]> | undefined;
  /** The split to learn from; all samples when left out. */
  readonly fitTo?: K["splits"] | undefined;
  /** Options of the scaler, when it is named. */
  readonly config?: ConfigOf<S> | undefined;
  /** Which numbers share a feature; needed for several keys of signals, else `none`. */
  readonly share?: Sharing | undefined;
  /** The representation to write; `transformed` when left out. */
  readonly into?: string | undefined;
  /** The representation to start from; `raw` when left out. */
  readonly from?: string | undefined;
}

/** Which columns to scale back. */
export interface UndoOptions<K extends Keys = Keys, D extends Domain = Domain> {
  /** The domain of the columns. */
  readonly domain: D;
  /** Their keys. */
  readonly keys?: OneOrMore<K[D]> | undefined;
  /** Their representation; `transformed` when left out. */
  readonly into?: string | undefined;
}

const FIT_RULES: OptionRules<FitTransformOptions> = {
  of: "fitTransform()",
  known: ["domain", "keys", "fitTo", "config", "share", "from", "into"],
  required: ["domain"],
  choices: { share: SHARINGS },
  hint: "options of the scaler itself go into config",
};

/** The parts of a FeatureSet that scaling reads and writes. */
export interface ScaledParts {
  readonly table: ColumnTable;
  readonly scalerRecords: readonly ScalerRecord[];
  readonly operations: readonly Operation[];
}

/**
 * Fits a scaler, applies it and records it.
 *
 * @param parts of a FeatureSet
 * @param options the scaler, its columns, and the rows to learn from
 * @returns the parts that change
 * @throws {RangeError} when several keys of signals are scaled and `share` does not say how
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 3] }, { features: ["x"] });
 * console.log(set.fitTransform("standard", { domain: "features" }).column("x").at(0)); // −1
 * ```
 */
export function fitTransform(
  { table, scalerRecords, operations }: ScaledParts,
  { scaler: like, rows, ...options }: FitTransformOptions & {
    scaler: ScalerLike;
    rows: Int32Array | undefined;
  },
): ScaledParts {
  const { domain, from = RAW, into = TRANSFORMED, fitTo = null } = checkOptions(options, FIT_RULES);
  if (into === RAW) throw new RangeError('Cannot write "raw": it never changes; name another');
  if (into !== TRANSFORMED) checkLabel(into, { kind: "representation" });
  const keys = keysOf(table, options);
  const scaler = toScaler(like, options.config as JsonObject | undefined);
  const inputs = scalerInputs(table, { domain, keys, from, into, scaler });
  const share = options.share ?? defaultSharing(keys, inputs[0]);
  if (rows?.length === 0 && table.length > 0) {
    throw new RangeError(
      `Cannot fit ${scaler.name} to ${quote(String(fitTo))}: there are no samples in that split`,
    );
  }
  const learned = rows === undefined ? inputs : inputs.map((column) => column.take(rows));
  const fitted = scaler.fit(toMatrix(learned, { share, keys }));
  const order = scalerRecords.length;
  const record = { order, domain, keys, from, into, fitTo, share, scaler, fitted };
  const made = applyScaler(table, record);
  const { state: _state, ...plain } = recordToJson(record);
  const operation: Operation = {
    name: "fitTransform",
    options: plain,
    made: Object.keys(made),
    read: [
      ...keys.map((key) => nameOfInput(table, { domain, key, from, into })),
      ...(fitTo === null ? [] : [fitTo]),
    ],
  };
  return {
    table: table.with(made),
    scalerRecords: [...scalerRecords, Object.freeze(record)],
    operations: [...operations, operation],
  };
}

/**
 * Takes back the newest scaler of some columns.
 *
 * @param parts of a FeatureSet
 * @param options which columns
 * @returns the parts that change
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 3] }, { features: ["x"] });
 * const scaled = set.fitTransform("standard", { domain: "features" });
 * console.log(scaled.undoLastTransform({ domain: "features" }).columnNames); // features.x.raw
 * ```
 */
export function undoLastTransform(
  { table, scalerRecords, operations }: ScaledParts,
  options: UndoOptions,
): ScaledParts {
  const { domain, into = TRANSFORMED } = checkOptions(options, undoRules("undoLastTransform()"));
  checkDomain(domain);
  const keys = options.keys === undefined ? undefined : keysOf(table, options);
  const undone = findUndoable(scalerRecords, { domain, into, keys });
  const kept = scalerRecords.filter((record) => record !== undone);
  const operation = undoOperation("undoLastTransform", [undone]);
  return {
    table: rebuild(table, { removed: [undone], kept }),
    scalerRecords: kept.map((record, order) => Object.freeze({ ...record, order })),
    operations: [...operations, operation],
  };
}

/**
 * Takes back every scaler of a domain, or all.
 *
 * @param parts of a FeatureSet
 * @param options the domain; all when left out
 * @returns the parts that change
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 3] }, { features: ["x"] });
 * const same = set.fitTransform("standard", { domain: "features" }).undoAllTransforms();
 * ```
 */
export function undoAllTransforms(
  { table, scalerRecords, operations }: ScaledParts,
  options: { domain?: Domain | undefined },
): ScaledParts {
  const { domain } = checkOptions(options, { of: "undoAllTransforms()", known: ["domain"] });
  if (domain !== undefined) checkDomain(domain);
  const removed = scalerRecords.filter((one) => domain === undefined || one.domain === domain);
  const kept = scalerRecords.filter((record) => !removed.includes(record));
  return {
    table: rebuild(table, { removed, kept }),
    scalerRecords: kept.map((record, order) => Object.freeze({ ...record, order })),
    operations: [...operations, undoOperation("undoAllTransforms", removed)],
  };
}

/**
 * Which options say what is to be scaled back.
 *
 * @param of the method that takes them
 * @returns the options there are
 * @example
 * ```ts
 * import { undoRules } from "./scale_parts.ts";
 * console.log(undoRules("inverse()").known); // [ "domain", "keys", "into" ]
 * ```
 */
export function undoRules(of: string): OptionRules<UndoOptions> {
  return { of, known: ["domain", "keys", "into"], required: ["domain"] };
}

/**
 * The keys that options mean.
 *
 * @param table that has them
 * @param options a domain, and some of its keys; all when left out
 * @returns the keys
 * @throws {UnknownNameError} when there is no such domain or key
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { keysOf } from "./scale_parts.ts";
 * const { table } = FeatureSet.fromColumns("a", { x: [1, 3] }, { features: ["x"] });
 * console.log(keysOf(table, { domain: "features" })); // [ "x" ]
 * ```
 */
export function keysOf(
  table: ColumnTable,
  { domain, keys }: Pick<FitTransformOptions, "domain" | "keys">,
): readonly string[] {
  const known = table.keys[checkDomain(domain)];
  if (keys === undefined) return known;
  const named = typeof keys === "string" ? [keys] : keys;
  const unknown = named.find((key) => !known.includes(key));
  if (unknown === undefined) return named;
  throw new UnknownNameError(domain.slice(0, -1), unknown, { known });
}

function defaultSharing(keys: readonly string[], column: Column | undefined): Sharing {
  if (keys.length < 2 || column === undefined || column.shape.length === 0) return "none";
  throw new RangeError(
    `Cannot tell which numbers of ${keys.length} keys of shape [${
      column.shape.join(", ")
    }] share ` +
      `a feature: choose share: "none" (each position of each key has its own), "positions" ` +
      `(each key), "keys" (each position) or "all"`,
  );
}

function nameOfInput(
  table: ColumnTable,
  { domain, key, from, into }: { domain: Domain; key: string; from: string; into: string },
): string {
  const latest = columnName({ domain, key, representation: into });
  return table.has(latest) ? latest : columnName({ domain, key, representation: from });
}

function undoOperation(name: string, undone: readonly ScalerRecord[]): Operation {
  const orders = undone.map(({ order }) => order);
  const keys = undone.flatMap(({ domain, keys }) => keys.map((key) => `${domain}.${key}`));
  return { name, options: { orders }, made: [], read: keys };
}
