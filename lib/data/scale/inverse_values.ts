/**
 * Numbers that are scaled like some columns, scaled back: what a model says, in the units of the data.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import { Column, type Sample } from "../column.ts";
import { columnName, RAW } from "../column_name.ts";
import { inverseChain } from "./inverse_chain.ts";
import {
  keysOf,
  type ScaledParts,
  TRANSFORMED,
  type UndoOptions,
  undoRules,
} from "./scale_parts.ts";

/** Which columns the numbers are like, and the numbers: for each sample, column after column. */
export type InverseOptions = UndoOptions & { readonly values: ArrayLike<number> };

/**
 * Scales numbers back.
 *
 * @param parts of a FeatureSet
 * @param options the numbers, side by side for each sample, and which columns they are like
 * @returns the numbers before scaling, laid out in the same way
 * @throws {RangeError} when they do not fill whole samples
 * @throws {TypeError} when the columns held texts
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { x: [60, 100] }, { features: [], targets: ["x"] })
 *   .fitTransform("minMax", { domain: "targets" });
 * console.log(set.inverse([0.5], { domain: "targets" })); // Float64Array(1) [ 80 ]
 * ```
 */
export function inverseValues(parts: ScaledParts, options: InverseOptions): Float64Array {
  const columns = Object.entries(inverseColumns(parts, options));
  const width = columns.reduce((sum, [, { size }]) => sum + size, 0);
  const joined = new Float64Array((columns[0]?.[1].length ?? 0) * width);
  let start = 0;
  for (const [key, { values, size, levels }] of columns) {
    if (levels !== undefined) {
      throw new TypeError(`Cannot give ${quote(key)} as numbers: it holds texts; use decode()`);
    }
    for (let at = 0; at < values.length; at++) {
      joined[Math.floor(at / size) * width + start + at % size] = values[at] as number;
    }
    start += size;
  }
  return joined;
}

/**
 * Scales numbers back to samples: class names of one-hot targets, truth values, numbers.
 *
 * @param parts of a FeatureSet
 * @param options the numbers, side by side for each sample, and which columns they are like
 * @returns samples by key, as the raw columns hold them
 * @throws {RangeError} when they do not fill whole samples
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * const set = FeatureSet.fromColumns("a", { kind: ["chg", "dchg"] }, { features: [], targets: ["kind"] })
 *   .fitTransform("oneHot", { domain: "targets" });
 * console.log(set.decode([0.2, 0.8], { domain: "targets" })); // { kind: [ "dchg" ] }
 * ```
 */
export function decodeValues(
  parts: ScaledParts,
  options: InverseOptions,
): Readonly<Record<string, readonly Sample[]>> {
  const columns = Object.entries(inverseColumns(parts, options));
  return Object.fromEntries(columns.map(([key, column]) => {
    const raw = parts.table.column(
      columnName({ domain: options.domain, key, representation: RAW }),
    );
    return [key, (raw.dtype === "bool" ? asTruth(column) : column).toArray()];
  }));
}

function inverseColumns(
  { table, scalerRecords }: ScaledParts,
  { values, ...options }: InverseOptions,
): Readonly<Record<string, Column>> {
  const rules = undoRules("what scales numbers back");
  const { domain, into = TRANSFORMED } = checkOptions(options, rules);
  const asked = keysOf(table, options);
  // In the order in which they are read, however they are asked for.
  const keys = table.keys[domain].filter((key) => asked.includes(key));
  const like = keys.map((key) => {
    const latest = columnName({ domain, key, representation: into });
    return table.column(
      table.has(latest) ? latest : columnName({ domain, key, representation: RAW }),
    );
  });
  const columns = cut(values, { keys, like });
  const back = inverseChain(columns, scalerRecords, { domain, keys, into });
  return Object.fromEntries(keys.map((key, at) => [key, back[at] as Column]));
}

function cut(
  values: ArrayLike<number>,
  { keys, like }: { keys: readonly string[]; like: readonly Column[] },
): readonly Column[] {
  const width = like.reduce((sum, { size }) => sum + size, 0);
  const rows = values.length / width;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot scale ${values.length} numbers back as ${keys.map(quote).join(", ")}: ` +
        `each sample has ${width}`,
    );
  }
  let start = 0;
  return like.map(({ size, shape }) => {
    const part = new Float64Array(rows * size);
    for (let at = 0; at < part.length; at++) {
      part[at] = values[Math.floor(at / size) * width + start + at % size] as number;
    }
    start += size;
    return new Column({ dtype: "float64", shape, values: part });
  });
}

/** Numbers that stand for neither, as zeros of an encoder do, make a sample missing. */
function asTruth({ shape, size, values, valid, length }: Column): Column {
  const there = valid?.slice() ?? new Uint8Array(length).fill(1);
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) there[Math.floor(at / size)] = 0;
  }
  return new Column({ dtype: "bool", shape, values: Uint8Array.from(values), valid: there });
}
