/**
 * What concat and join have in common.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { ARRAYS, Column } from "./column.ts";
import type { Samples } from "./match.ts";
import type { OperationSource } from "./operation.ts";
import { packOrigins } from "./row_origins.ts";

/**
 * Lists the raw columns: what scalers of one FeatureSet made means nothing in another.
 *
 * @param samples any FeatureSet or view
 * @returns full names
 * @example
 * ```ts
 * import { rawNames } from "./combine_parts.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * console.log(rawNames(set)); // [ "features.x.raw" ]
 * ```
 */
export function rawNames(samples: Samples): readonly string[] {
  return samples.columnNames.filter((name) => name.endsWith(".raw"));
}

/**
 * Tells what went into another FeatureSet.
 *
 * @param samples that went in
 * @param places of samples in the result, −1 for none; all of them in order when left out
 * @returns their label, how many there are, their rows, and what was done to them
 * @example
 * ```ts
 * import { sourceOf } from "./combine_parts.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * console.log(sourceOf(set).samples); // 2
 * ```
 */
export function sourceOf(samples: Samples, places?: Int32Array): OperationSource {
  const { label, length, operations, rows } = samples;
  const chosen = places?.map((place) => place < 0 ? -1 : rows[place] as number) ?? rows;
  const inOrder = chosen.every((row, at) => row === at);
  return { label, samples: length, operations, ...(!inOrder && { rows: packOrigins(chosen) }) };
}

/**
 * Refuses padding, which has no identity.
 *
 * @param samples any FeatureSet or view
 * @throws {RangeError} when some of its samples are padding
 * @example
 * ```ts
 * import { refusePadding } from "./combine_parts.ts";
 * import { FeatureSet } from "./feature_set.ts";
 * refusePadding(FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] }));
 * ```
 */
export function refusePadding(samples: Samples): void {
  if (!samples.rows.includes(-1)) return;
  throw new RangeError(
    `Cannot combine "${samples.label}" with others: some of its samples are padding; ` +
      `leave it out with withoutPadding()`,
  );
}

/**
 * Puts columns below each other.
 *
 * @param name of the column, for errors
 * @param parts columns of one kind and shape
 * @returns a column of all their samples
 * @throws {RangeError} when they differ in kind or shape
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { appendColumns } from "./combine_parts.ts";
 * appendColumns("x", [buildColumn("x", [1]), buildColumn("x", [null, 3])]).toArray(); // 1, null, 3
 * ```
 */
export function appendColumns(name: string, parts: readonly Column[]): Column {
  const [first] = parts;
  if (first === undefined) throw new UnknownNameError("column", name, { known: [] });
  for (const part of parts) {
    if (part.dtype === first.dtype && part.shape.join() === first.shape.join()) continue;
    throw new RangeError(
      `Cannot put columns ${quote(name)} below each other: one is ${first.dtype} of shape ` +
        `[${first.shape.join(", ")}], another ${part.dtype} of [${part.shape.join(", ")}]`,
    );
  }
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length < 2) return filled[0] ?? first;
  const values = new ARRAYS[first.dtype](parts.reduce((sum, part) => sum + part.values.length, 0));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const lacks = parts.some((part) => part.valid !== undefined);
  const valid = lacks ? new Uint8Array(length).fill(1) : undefined;
  const levels = new Map<string, number>();
  let [entry, row] = [0, 0];
  for (const part of parts) {
    values.set(part.levels === undefined ? part.values : codesIn(levels, part), entry);
    if (part.valid !== undefined) valid?.set(part.valid, row);
    entry += part.values.length;
    row += part.length;
  }
  const { dtype, shape } = first;
  return new Column({ dtype, shape, values, levels: [...levels.keys()], valid });
}

/** The places of a column's texts in a list that all parts share, and that grows with each. */
function codesIn(levels: Map<string, number>, { values, levels: own = [] }: Column): Int32Array {
  const codes = own.map((text) => {
    const known = levels.get(text) ?? levels.size;
    levels.set(text, known);
    return known;
  });
  return Int32Array.from(values, (code) => codes[code] ?? 0);
}
