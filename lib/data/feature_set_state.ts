/**
 * A FeatureSet as config and state: what it is made like, and what it holds.
 *
 * @module
 */

import { type NamedConfig, toNamedConfig } from "../core/configured.ts";
import { freeze, type JsonObject } from "../core/json.ts";
import { checkLabel, UnknownNameError } from "../core/names.ts";
import { ARRAYS, Column, type ColumnParts, type DType } from "./column.ts";
import { ColumnTable } from "./column_table.ts";
import type { FeatureSetParts, SplitPart } from "./feature_set_parts.ts";
import type { Operation } from "./operation.ts";
import type { IdKey } from "./made_ids.ts";
import { SampleIds } from "./sample_ids.ts";
import type { ScalerRecord } from "./scale/chain.ts";
import { type FittedScaler, toScaler } from "./scale/scaler.ts";
import type { SplitRecord } from "./split/splitter.ts";

/** What a FeatureSet is made like: plain data without a sample in it. */
export interface FeatureSetConfig {
  readonly label: string;
  /** The columns, from the oldest representation of each key to the newest. */
  readonly columns: readonly ColumnConfig[];
  /** The splits, and the columns of those that do not have all. */
  readonly splits: readonly { readonly name: string; readonly columns: readonly string[] | null }[];
  readonly splitRecords: readonly SplitRecord[];
  readonly scalers: readonly ScalerConfig[];
}

/** The name of a column, its kind and the shape of a sample. */
export interface ColumnConfig {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A scaler record without what the scaler has learned. */
export type ScalerConfig = Omit<ScalerRecord, "scaler" | "fitted"> & {
  readonly scaler: NamedConfig;
};

/** What a FeatureSet holds: arrays, which are shared and must not be written to. */
export interface FeatureSetState {
  /** The entries of each column, in the order of the config. */
  readonly columns: readonly Pick<ColumnParts, "values" | "levels" | "valid">[];
  /** Identifiers, or what they are made from. */
  readonly ids: readonly string[] | { readonly length: number; readonly key: IdKey };
  /** Rows of each split, in the order of the config. */
  readonly splits: readonly Int32Array[];
  /** What each scaler has learned. */
  readonly scalers: readonly JsonObject[];
  /** What was done, in order. */
  readonly operations: readonly Operation[];
}

/**
 * Tells what a FeatureSet is made like.
 *
 * @param parts of the FeatureSet
 * @returns frozen plain data
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * console.log(set.getConfig().columns); // [ { name: "features.x.raw", dtype: "float64", shape: [] } ]
 * ```
 */
export function configOf(parts: Required<FeatureSetParts>): FeatureSetConfig {
  const { label, table, splits, splitRecords, scalerRecords } = parts;
  return freeze({
    label,
    columns: table.names.map((name) => {
      const { dtype, shape } = table.column(name);
      return { name, dtype, shape };
    }),
    splits: Object.entries(splits).map(([name, { columns }]) => ({
      name,
      columns: columns ?? null,
    })),
    splitRecords,
    scalers: scalerRecords.map(({ fitted: _, scaler, ...record }) => ({
      ...record,
      scaler: toNamedConfig(scaler),
    })),
  });
}

/**
 * Tells what a FeatureSet holds; nothing is copied.
 *
 * @param parts of the FeatureSet
 * @returns arrays and plain data
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * console.log(set.getState().columns[0]?.values); // Float64Array(2) [ 1, 2 ]
 * ```
 */
export function stateOf(parts: Required<FeatureSetParts>): FeatureSetState {
  const { table, splits, scalerRecords, operations } = parts;
  const { ids } = table;
  return Object.freeze({
    columns: table.names.map((name) => {
      const { values, levels, valid } = table.column(name);
      return { values, levels, valid };
    }),
    ids: ids.key === undefined ? ids.toArray() : { length: ids.length, key: ids.key },
    splits: Object.values(splits).map(({ rows }) => rows),
    scalers: scalerRecords.map(({ fitted }) => fitted.getState()),
    operations,
  });
}

/**
 * Puts a FeatureSet together.
 *
 * @param config what it is made like
 * @param state what it holds; no samples when left out
 * @returns its parts
 * @throws {RangeError} when config and state do not belong together, or a label is not allowed
 * @throws {UnknownNameError} when a scaler or a kind of column is not known
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { partsFrom } from "./feature_set_state.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const same = new FeatureSet(partsFrom(set.getConfig(), set.getState()));
 * ```
 */
export function partsFrom(
  config: FeatureSetConfig,
  state: FeatureSetState = emptyState(config),
): FeatureSetParts {
  for (const part of ["columns", "splits", "scalers"] as const) {
    const [wanted, given] = [config[part].length, state[part].length];
    if (wanted === given) continue;
    throw new RangeError(
      `Cannot put this state into "${config.label}": it has ${given} ${part}, ` +
        `and the config names ${wanted}`,
    );
  }
  const columns = config.columns.map(({ name, dtype, shape }, at) => {
    if (!Object.hasOwn(ARRAYS, dtype)) {
      throw new UnknownNameError("kind of column", dtype, { known: Object.keys(ARRAYS) });
    }
    const values = state.columns[at] as FeatureSetState["columns"][number];
    return [name, new Column({ dtype, shape, ...values })] as const;
  });
  const ids = new SampleIds(state.ids);
  const table = new ColumnTable(new Map(columns), { ids });
  for (const { name } of config.splits) checkLabel(name, { kind: "split" });
  const splits = config.splits.map((split, at) =>
    [split.name, splitPart(table, { ...split, rows: state.splits[at] as Int32Array })] as const
  );
  return {
    label: checkLabel(config.label, { kind: "FeatureSet" }),
    table,
    splits: Object.fromEntries(splits),
    splitRecords: config.splitRecords,
    scalerRecords: config.scalers.map((record, at) =>
      scalerRecord(record, state.scalers[at] as JsonObject)
    ),
    operations: state.operations,
  };
}

/** The state of a scaler that has learned nothing yet. */
const UNFITTED: JsonObject = Object.freeze({ unfitted: true });

function emptyState(config: FeatureSetConfig): FeatureSetState {
  return {
    columns: config.columns.map(({ dtype }) => ({
      values: new (ARRAYS[dtype] ?? Float64Array)(0),
      levels: [],
      valid: undefined,
    })),
    ids: [],
    splits: config.splits.map(() => new Int32Array(0)),
    scalers: config.scalers.map(() => UNFITTED),
    operations: [],
  };
}

function splitPart(
  table: ColumnTable,
  { name, columns, rows }: {
    name: string;
    columns: readonly string[] | null;
    rows: Int32Array;
  },
): SplitPart {
  const strange = rows.find((row) => row < 0 || row >= table.length);
  if (strange !== undefined) {
    throw new RangeError(
      `Split "${name}" holds row ${strange}, and there are ${table.length} samples`,
    );
  }
  for (const column of columns ?? []) table.column(column);
  return { rows, columns: columns ?? undefined };
}

function scalerRecord(record: ScalerConfig, state: JsonObject): ScalerRecord {
  const scaler = toScaler(record.scaler.name, record.scaler.config);
  const fitted = state["unfitted"] === true ? unfitted(scaler.name) : scaler.setState(state);
  return Object.freeze({ ...record, scaler, fitted });
}

/** Stands in for what is learned, between `fromConfig` and `setState`. */
function unfitted(name: string): FittedScaler {
  return {
    featureWise: true,
    getState: () => UNFITTED,
    transform() {
      throw new TypeError(
        `Cannot scale with ${name}: it has learned nothing; put a state in with setState()`,
      );
    },
  };
}
