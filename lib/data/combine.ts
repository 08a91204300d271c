/**
 * FeatureSets of other FeatureSets: rows below each other, columns beside each other, new columns.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../core/names.ts";
import { buildColumn, type ColumnInput } from "./build_column.ts";
import { ARRAYS, Column } from "./column.ts";
import type { Domain } from "./column_name.ts";
import { ColumnTable, rawName } from "./column_table.ts";
import type { RecordOf } from "./data_format.ts";
import { FeatureSet } from "./feature_set.ts";
import { matchSamples, type Samples } from "./match.ts";
import type { SampleSelection } from "./sample_selection.ts";
import type { AnyKey, Keys } from "./select_columns.ts";

/**
 * Puts samples below each other. Raw columns only, as scalers of one know nothing of the others.
 *
 * @param label what to call the result
 * @param sources FeatureSets or views with the same raw columns
 * @returns a FeatureSet of all their samples, with their identifiers
 * @throws {RangeError} when columns differ, or a sample is in two of the sources
 * @example
 * ```ts
 * import { concatFeatureSets } from "./combine.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * const a = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const b = FeatureSet.fromColumns("b", { x: [3] }, { features: ["x"] });
 * console.log(concatFeatureSets("both", [a, b]).length); // 3
 * ```
 */
export function concatFeatureSets<K extends Keys>(
  label: string,
  sources: readonly SampleSelection<K, unknown>[],
): FeatureSet<K & { splits: never }> {
  const [first] = sources;
  if (first === undefined) throw new RangeError("Cannot put no FeatureSets below each other");
  const names = rawNames(first);
  for (const source of sources) {
    const differ = symmetricDifference(names, rawNames(source));
    if (differ.length === 0) continue;
    throw new RangeError(
      `Cannot put "${source.label}" below "${first.label}": only one of them has ${
        list(differ)
      }; ` +
        `select the columns that both have`,
    );
  }
  const columns = names.map((name) => {
    const parts = sources.map((source) => source.column(name as never));
    return [name, append(name, parts)] as const;
  });
  const ids = sources.flatMap((source) => source.sampleIds);
  const table = new ColumnTable(new Map(columns), { ids });
  const labels = sources.map((source) => source.label);
  return new FeatureSet({
    label,
    table,
    operations: [{ name: "concat", options: { of: labels }, made: table.names, read: [] }],
  });
}

/** How samples of two FeatureSets find each other. */
export interface JoinOptions {
  /** Keys of columns whose values are equal in both; identifiers when left out. */
  readonly on?: readonly string[];
  /** Whether samples of the left one without a partner are left out or filled with missing values. */
  readonly how?: "inner" | "left";
}

/**
 * Puts columns beside each other, where samples belong together. Raw columns only.
 *
 * @param label what to call the result
 * @param sides the left one, whose samples, order and identifiers are kept, and the right one, of
 *   which each value may appear once
 * @param options what samples find each other by, and what becomes of those without a partner
 * @returns a FeatureSet with the columns of both
 * @throws {RangeError} when both have a column of the same key, or the right one has a value twice
 * @example
 * ```ts
 * import { joinFeatureSets } from "./combine.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * const cells = { cell: ["p", "q"], volt: [3, 4] };
 * const a = FeatureSet.fromColumns("a", cells, { features: ["volt"], tags: ["cell"] });
 * const b = FeatureSet.fromColumns("b", { cell: ["q", "p"], temp: [20, 30] }, {
 *   features: ["temp"],
 *   tags: ["cell"],
 * });
 * console.log(joinFeatureSets("both", [a, b], { on: ["cell"] }).column("temp").at(0)); // 30
 * ```
 */
export function joinFeatureSets(
  label: string,
  [left, right]: readonly [Samples, Samples],
  options: JoinOptions = {},
): FeatureSet {
  const { on, how = "inner" } = options;
  const matches = matchSamples(left, right, { on });
  const kept = [...matches.keys()].filter((at) => how === "left" || (matches[at] ?? -1) >= 0);
  const leftRows = Int32Array.from(kept);
  const rightRows = Int32Array.from(kept, (at) => matches[at] as number);
  const columns = new Map<string, Column>();
  for (const name of rawNames(left)) columns.set(name, left.column(name as never).take(leftRows));
  for (const name of rawNames(right)) {
    const key = name.split(".")[1] ?? "";
    if (on?.includes(key)) continue;
    if (left.table.domainOf(key) !== undefined) {
      throw new RangeError(
        `Cannot join "${left.label}" and "${right.label}": both have ${quote(key)}; ` +
          `leave it out of one with select()`,
      );
    }
    columns.set(name, right.column(name as never).take(rightRows));
  }
  const all = left.sampleIds;
  const table = new ColumnTable(columns, { ids: kept.map((at) => all[at] as string) });
  const plain = { of: [left.label, right.label], on: on ?? null, how };
  return new FeatureSet({
    label,
    table,
    operations: [{ name: "join", options: plain, made: table.names, read: [] }],
  });
}

/**
 * Adds a column that is made of others.
 *
 * @param set the FeatureSet
 * @param key of the new column
 * @param options its domain, the columns it is made of, and a function that makes the value of a
 *   sample, or all of them, of the newest representation of those columns
 * @returns a FeatureSet with the column
 * @throws {RangeError} when the key is taken
 * @example
 * ```ts
 * import { deriveColumn } from "./combine.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { u: [3, 4], i: [2, 5] }, { features: ["u", "i"] });
 * const power = deriveColumn(set, "power", {
 *   domain: "features",
 *   from: ["u", "i"],
 *   make: ({ u, i }) => Number(u) * Number(i),
 * });
 * console.log(power.columns()["power"]?.toArray()); // [ 6, 20 ]
 * ```
 */
export function deriveColumn<K extends Keys, const N extends string, D extends Domain>(
  set: FeatureSet<K>,
  key: N,
  options: {
    domain: D;
    from: readonly AnyKey<K>[];
    make: (sample: RecordOf<AnyKey<K>>, row: number) => unknown;
  },
): FeatureSet<WithKey<K, D, N>> {
  const { domain, from, make } = options;
  if (set.table.domainOf(key) !== undefined) {
    throw new RangeError(`Cannot add ${quote(key)}: "${set.label}" has it already`);
  }
  const values = set.records({ columns: [...from] }).map(make);
  const column = buildColumn(key, values as ColumnInput);
  const name = rawName(domain, key);
  const read = set.findColumns({ columns: [...from] });
  const operation = { name: "derive", options: { source: String(make) }, made: [name], read };
  return new FeatureSet<WithKey<K, D, N>>({
    ...set.parts(),
    table: set.table.with({ [name]: column }),
    operations: [...set.operations, operation],
  });
}

/** Names of a FeatureSet to which a key is added. */
export interface WithKey<K extends Keys, D extends Domain, N extends string> extends Keys {
  readonly features: K["features"] | (D extends "features" ? N : never);
  readonly targets: K["targets"] | (D extends "targets" ? N : never);
  readonly tags: K["tags"] | (D extends "tags" ? N : never);
  readonly splits: K["splits"];
}

function rawNames(source: Samples): readonly string[] {
  return source.columnNames.filter((name) => name.endsWith(".raw"));
}

function symmetricDifference(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set(a).symmetricDifference(new Set(b))];
}

function append(name: string, parts: readonly Column[]): Column {
  const [first] = parts;
  if (first === undefined) throw new UnknownNameError("column", name, { known: [] });
  for (const part of parts) {
    if (part.dtype === first.dtype && part.shape.join() === first.shape.join()) continue;
    throw new RangeError(
      `Cannot put columns ${quote(name)} below each other: one is ${first.dtype} of shape ` +
        `[${first.shape.join(", ")}], another ${part.dtype} of [${part.shape.join(", ")}]`,
    );
  }
  if (first.dtype === "utf8") return buildColumn(name, parts.flatMap((part) => part.toArray()));
  const values = new ARRAYS[first.dtype](parts.reduce((sum, part) => sum + part.values.length, 0));
  const valid = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0)).fill(1);
  let [entry, row] = [0, 0];
  for (const part of parts) {
    values.set(part.values, entry);
    if (part.valid !== undefined) valid.set(part.valid, row);
    entry += part.values.length;
    row += part.length;
  }
  return new Column({ dtype: first.dtype, shape: first.shape, values, valid });
}
