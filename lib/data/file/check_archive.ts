/**
 * The JSON of a saved FeatureSet, checked before anything is built of it: it may have been written by
 * anybody.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { freeze } from "../../core/json.ts";
import { DOMAINS } from "../column_name.ts";
import type { Operation } from "../operation.ts";
import type { FeatureSetConfig, FeatureSetState } from "../feature_set_state.ts";

/** What is saved of a state as JSON; `ids` is nothing where they are in the table. */
export interface SavedState extends Pick<FeatureSetState, "scalers" | "operations"> {
  readonly ids: { readonly length: number; readonly key: readonly number[] } | null;
}

/** Tells whether a value is as expected. */
type Test = (value: unknown) => boolean;

/**
 * Checks a config.
 *
 * @param value any JSON
 * @returns it
 * @throws {SyntaxError} with the place that is not as expected
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { checkConfig } from "./check_archive.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1] }, { features: ["x"] });
 * checkConfig(JSON.parse(JSON.stringify(set.getConfig())));
 * ```
 */
export function checkConfig(value: unknown): FeatureSetConfig {
  const column = shape({ name: isText, dtype: isText, shape: listOf(isCount) });
  const split = shape({ name: isText, columns: orNull(listOf(isText)) });
  const named = shape({ name: isText, config: isObject });
  const record = shape({
    order: isCount,
    splitter: named,
    of: orNull(isText),
    produced: listOf(isText),
  });
  const scaler = shape({
    order: isCount,
    domain: (domain) => (DOMAINS as readonly unknown[]).includes(domain),
    keys: listOf(isText),
    from: isText,
    into: isText,
    fitTo: orNull(isText),
    share: (share) => ["none", "positions", "keys", "all"].includes(share as string),
    scaler: named,
  });
  return checked<FeatureSetConfig>("config", value, {
    label: isText,
    columns: listOf(column),
    splits: listOf(split),
    splitRecords: listOf(record),
    scalers: listOf(scaler),
  });
}

/**
 * Checks the JSON of a state.
 *
 * @param value any JSON
 * @returns it
 * @throws {SyntaxError} with the place that is not as expected
 * @example
 * ```ts
 * import { checkState } from "./check_archive.ts";
 * checkState({ ids: { length: 0, key: [1, 2, 3, 4] }, scalers: [], operations: [] });
 * ```
 */
export function checkState(value: unknown): SavedState {
  const key: Test = (words) => listOf(isCount)(words) && (words as unknown[]).length === 4;
  return checked<SavedState>("state", value, {
    ids: orNull(shape({ length: isCount, key })),
    scalers: listOf(isObject),
    operations: listOf(isOperation),
  });
}

/** Undoing names the orders of scalers; lineage counts on that. */
function isOperation(value: unknown): boolean {
  const origins = orNothing(shape({ rows: isText, starts: orNothing(isText) }));
  const source = shape({
    label: isText,
    samples: isCount,
    rows: origins,
    operations: listOf(isOperation),
  });
  const { name, options, rows, sources = [] } = (value ?? {}) as Partial<Operation>;
  return shape({ name: isText, options: isObject, made: listOf(isText), read: listOf(isText) })(
    value,
  ) &&
    origins(rows) &&
    listOf(source)(sources) &&
    (!String(name).startsWith("undo") || listOf(isCount)(options?.["orders"]));
}

function checked<T>(name: string, value: unknown, tests: Readonly<Record<string, Test>>): T {
  if (!isObject(value)) throw new SyntaxError(`its ${name} is no object`);
  for (const [key, test] of Object.entries(tests)) {
    if (test((value as JsonObject)[key])) continue;
    throw new SyntaxError(`its ${name} is not as expected at ${JSON.stringify(key)}`);
  }
  return freeze(value as T);
}

function shape(tests: Readonly<Record<string, Test>>): Test {
  return (value) =>
    isObject(value) &&
    Object.entries(tests).every(([key, test]) => test((value as JsonObject)[key]));
}

function listOf(test: Test): Test {
  return (value) => Array.isArray(value) && value.every(test);
}

function orNull(test: Test): Test {
  return (value) => value === null || test(value);
}

function orNothing(test: Test): Test {
  return (value) => value === undefined || test(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
