/**
 * FeatureSets of other FeatureSets: rows below each other, new columns.
 *
 * @module
 */

import { checkLabel, list, quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { buildColumn, type ColumnInput } from "./build_column.ts";
import type { Domain } from "./column_name.ts";
import { appendColumns, rawNames, refusePadding, sourceOf } from "./combine_parts.ts";
import { ColumnTable, rawName } from "./column_table.ts";
import type { RecordOf } from "./data_format.ts";
import { FeatureSet } from "./feature_set.ts";
import { SampleIds } from "./sample_ids.ts";
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
  if (!Array.isArray(sources)) {
    throw new TypeError("Cannot concatenate: give a list of FeatureSets");
  }
  const [first] = sources;
  if (first === undefined) throw new RangeError("Cannot put no FeatureSets below each other");
  const names = rawNames(first);
  for (const source of sources) {
    refusePadding(source);
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
    return [name, appendColumns(name, parts)] as const;
  });
  const ids = SampleIds.combine(
    sources.map((source) => ({ ids: source.table.ids, rows: source.rows })),
  );
  const table = new ColumnTable(new Map(columns), { ids });
  return new FeatureSet({
    label,
    table,
    operations: [{
      name: "concat",
      options: { of: sources.map((source) => source.label) },
      made: table.names,
      read: [],
      sources: sources.map((source) => sourceOf(source)),
    }],
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
  const { domain, from, make } = checkOptions(options, {
    of: "deriveColumn()",
    known: ["domain", "from", "make"],
    required: ["domain", "from", "make"],
  });
  checkLabel(key, { kind: "column" });
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

function symmetricDifference(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set(a).symmetricDifference(new Set(b))];
}
