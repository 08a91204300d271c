/**
 * Where a column, a split or a sample came from.
 *
 * @module
 */

import type { Json, JsonObject } from "../core/json.ts";
import { UnknownNameError } from "../core/names.ts";
import type { FeatureSet } from "./feature_set.ts";
import type { Operation } from "./operation.ts";
import { rowsOf } from "./row_origins.ts";
import type { AnyKey, DottedName, Keys } from "./select_columns.ts";

/**
 * Finds the operations that a column or a split came of: what was done, on what, with which seed.
 *
 * @param set the FeatureSet that has it
 * @param of a split, a key (its newest representation) or a dotted name of a column
 * @returns the operations that made it and what it was made of, in order; those of other FeatureSets
 *   that were put together come before
 * @throws {UnknownNameError} when there is neither a split nor a column of that name
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { lineage } from "./lineage.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2], y: [3, 4] }, { features: ["x"], targets: ["y"] })
 *   .fitTransform("standard", { domain: "features" });
 * console.log(lineage(set, "x").map(({ name }) => name)); // [ "fromColumns", "fitTransform" ]
 * ```
 */
export function lineage<K extends Keys>(
  set: FeatureSet<K>,
  of: AnyKey<K> | DottedName<K> | K["splits"],
): readonly Operation[] {
  const name = set.splitNames.includes(of) ? of : set.findColumns({ columns: [of as never] })[0];
  return traced(set.operations, name ?? of);
}

/** Where a sample was before. */
export interface SampleOrigin {
  /** The label of a FeatureSet; or what a constructor read: a file, a query, or its own name. */
  readonly of: string;
  /** Rows of it, from 0: several where rows were grouped into one sample. */
  readonly rows: readonly number[];
  /** Where that sample of a FeatureSet came from. */
  readonly from: readonly SampleOrigin[];
}

/** Where a sample came from, and where it is. */
export interface SampleLineage {
  /** Its identifier. */
  readonly id: string;
  /** Its row in the table. */
  readonly row: number;
  /** Rows of what was read; of the FeatureSets that it was in before, where several became one. */
  readonly from: readonly SampleOrigin[];
  /** The splits that it is in. */
  readonly splits: readonly string[];
  /** What made the FeatureSet, and those splits, in order. */
  readonly operations: readonly Operation[];
}

/**
 * Finds where a sample came from and which splits it is in.
 *
 * @param set the FeatureSet that has it
 * @param id its identifier
 * @returns its origin, its splits, and the operations that led there
 * @throws {UnknownNameError} when there is no such sample
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { sampleLineage } from "./lineage.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"], ids: ["p", "q"] })
 *   .splitRandom({ ratios: { train: 0.5, test: 0.5 } });
 * console.log(sampleLineage(set, "p").splits); // [ "train" ] or [ "test" ]
 * ```
 */
export function sampleLineage(set: FeatureSet, id: string): SampleLineage {
  const row = set.table.ids.find(id);
  if (row < 0) {
    const known = set.table.ids.take(Int32Array.from(set.rows.subarray(0, 20)));
    throw new UnknownNameError("sample", id, { known });
  }
  const splits = Object.entries(set.parts().splits).flatMap(([name, { rows }]) =>
    rows.includes(row) ? [name] : []
  );
  const [first] = set.operations;
  const led = new Set(splits.flatMap((name) => traced(set.operations, name)));
  if (first !== undefined) led.add(first);
  const operations = set.operations.filter((operation) => led.has(operation));
  return { id, row, from: originsOf(set.operations, row), splits, operations };
}

/** A column or a split, and the place of the operation that read it; none comes after the end. */
interface Want {
  readonly name: string;
  readonly by: number;
}

/** Goes back from what is wanted; what was made of something else leads on to that. */
function traced(operations: readonly Operation[], name: string): readonly Operation[] {
  let wanted: readonly Want[] = [{ name, by: Infinity }];
  const undone = undonePlaces(operations);
  const chosen: Operation[] = [];
  for (const [at, operation] of operations.entries().toArray().toReversed()) {
    const makes = new Set(operation.made);
    const undoing = undone.get(at);
    // What read it before it was undone came of it all the same.
    const isMet = (want: Want): boolean =>
      makes.has(want.name) && (undoing === undefined || want.by < undoing);
    const made = [...new Set(wanted.filter(isMet).map((want) => want.name))];
    if (made.length === 0) continue;
    const before = operation.sources?.flatMap((source) =>
      made.flatMap((one) => traced(source.operations, one))
    );
    chosen.unshift(...new Set(before), operation);
    const read = operation.read.map((one) => ({ name: one, by: at }));
    wanted = [...wanted.filter((want) => !isMet(want)), ...read];
  }
  return chosen;
}

/** The first operation made the samples; what came later changed columns and splits only. */
function originsOf([first]: readonly Operation[], row: number): readonly SampleOrigin[] {
  if (first === undefined) return [];
  const { name, options, sources } = first;
  if (sources === undefined) {
    return [{ of: sourceName(name, options["source"]), rows: rowsOf(first.rows, row), from: [] }];
  }
  let start = 0;
  return sources.flatMap(({ label, samples, rows, operations }) => {
    const place = name === "concat" ? row - start : row;
    start += samples;
    if (place < 0 || (name === "concat" && place >= samples)) return [];
    return rowsOf(rows, place).map((at) => (
      { of: label, rows: [at], from: originsOf(operations, at) }
    ));
  });
}

function sourceName(constructor: string, source: Json | undefined): string {
  if (typeof source === "string") return source;
  const { sql } = (source ?? {}) as JsonObject;
  return typeof sql === "string" ? sql : constructor;
}

/** Places of the scalings that were undone later, and of what undid them. */
function undonePlaces(operations: readonly Operation[]): ReadonlyMap<number, number> {
  const undone = new Map<number, number>();
  let chain: number[] = [];
  for (const [at, { name, options }] of operations.entries()) {
    if (name === "fitTransform") chain.push(at);
    if (!name.startsWith("undo")) continue;
    const orders = options["orders"] as readonly number[];
    for (const order of orders) undone.set(chain[order] ?? -1, at);
    chain = chain.filter((place) => !undone.has(place));
  }
  return undone;
}
