/**
 * What scalers see: features, each an array over rows.
 *
 * @module
 */

import { list, quote } from "../../core/names.ts";
import { Column } from "../column.ts";
import { toTexts } from "./texts.ts";

/** Numbers that scalers give. */
export type FloatArray = Float32Array | Float64Array;

/** Features, each a contiguous array over the same rows. NaN is a missing number. */
export interface Matrix {
  /** How many rows. */
  readonly rows: number;
  /** The features. */
  readonly features: readonly FloatArray[];
  /** For each feature that holds texts the texts that its numbers are places of. */
  readonly levels?: readonly (readonly string[] | undefined)[] | undefined;
  /** What each feature is called, for errors. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Which numbers of samples share a feature.
 *
 * `none`: each position of each key is a feature. `positions`: each key is a feature, its positions
 * are rows. `keys`: each position is a feature, keys are rows. `all`: there is one feature.
 */
export type Sharing = "none" | "positions" | "keys" | "all";

/** All there are. */
export const SHARINGS: readonly Sharing[] = ["none", "positions", "keys", "all"];

/** How columns lie in a matrix. */
export interface Layout {
  /** Which numbers share a feature. */
  readonly share: Sharing;
  /** For each column how many features one of its numbers has become; 1 when left out. */
  readonly widths?: readonly number[] | undefined;
  /** Whether missing samples have been filled. */
  readonly fills?: boolean | undefined;
  /** Keys of the columns, for errors. */
  readonly keys?: readonly string[] | undefined;
}

/**
 * Lays columns out as features.
 *
 * @param columns of one shape, but for a last axis of their width
 * @param layout which numbers share a feature
 * @returns the features; the column's own array where nothing has to move
 * @throws {TypeError} when texts of several columns would share a feature
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { toMatrix } from "./matrix.ts";
 * const columns = [buildColumn("x", [[1, 2], [3, 4]])];
 * console.log(toMatrix(columns, { share: "none" }).features); // [1, 3], [2, 4]
 * ```
 */
export function toMatrix(columns: readonly Column[], layout: Layout): Matrix {
  const { share, widths } = layout;
  const [first] = columns;
  if (first === undefined) return { rows: 0, features: [] };
  const entries = first.length * first.size / (widths?.[0] ?? 1);
  const parts = columns.map((column, at) => {
    const period = share === "positions" || share === "all" ? widths?.[at] ?? 1 : column.size;
    return spread(toFloats(column), period);
  });
  if (share === "none" || share === "positions") {
    const levels = columns.flatMap(({ levels }, at) => (parts[at] ?? []).map(() => levels));
    const rows = share === "none" ? first.length : entries;
    return { rows, features: parts.flat(), levels, names: namesOf(parts, layout) };
  }
  refuseTexts(columns);
  const features = (parts[0] ?? []).map((_, at) => concat(parts.map((part) => part[at])));
  const rows = (share === "keys" ? first.length : entries) * columns.length;
  return {
    rows,
    features,
    names: namesOf([features], { share, keys: [layout.keys?.join("+") ?? ""] }),
  };
}

/** `voltage` of a scalar, `voltage[3]` of a signal. */
function namesOf(
  parts: readonly (readonly FloatArray[])[],
  { keys = [] }: Layout,
): readonly string[] {
  return parts.flatMap((part, at) => {
    const key = keys[at] ?? `column ${at}`;
    return part.length === 1 ? [key] : part.map((_, position) => `${key}[${position}]`);
  });
}

/**
 * Names a feature for an error.
 *
 * @param matrix the features
 * @param at its place
 * @returns its name in quotes, or its place
 * @example
 * ```ts
 * import { featureName } from "./matrix.ts";
 * console.log(featureName({ rows: 0, features: [] }, 2)); // feature 2
 * ```
 */
export function featureName({ names }: Matrix, at: number): string {
  const name = names?.[at];
  return name === undefined ? `feature ${at}` : quote(name);
}

/**
 * Puts features back into columns.
 *
 * @param matrix what was made of what `toMatrix` gave for those columns
 * @param columns whose shapes and missing samples to keep
 * @param layout how `toMatrix` was asked, and what has become of the numbers since
 * @returns a column for each column, with a last axis where a number has become several
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { fromMatrix, toMatrix } from "./matrix.ts";
 * const columns = [buildColumn("x", [[1, 2], [3, 4]])];
 * const same = fromMatrix(toMatrix(columns, { share: "none" }), columns, { share: "none" });
 * ```
 */
export function fromMatrix(
  matrix: Matrix,
  columns: readonly Pick<Column, "shape" | "length" | "valid">[],
  { share, widths, fills = false }: Layout,
): readonly Column[] {
  const shared = share === "keys" || share === "all";
  let start = 0;
  return columns.map(({ shape, length, valid }, at) => {
    const width = widths?.[at] ?? 1;
    const positions = share === "none" || share === "keys" ? sizeOf(shape) : 1;
    const rows = matrix.rows / (shared ? columns.length : 1);
    const from = shared ? 0 : start;
    start += positions * width;
    const features = matrix.features.slice(from, from + positions * width)
      .map((values) => shared ? values.subarray(at * rows, (at + 1) * rows) : values);
    const levels = matrix.levels?.slice(from, from + positions * width);
    const given = fills ? undefined : valid;
    const widened = width === 1 ? shape : [...shape, width];
    if (levels?.some((texts) => texts !== undefined)) {
      return toTexts({ features, levels, rows }, { shape: widened, length, valid: given });
    }
    const values = interleave(features, rows);
    const dtype = values instanceof Float32Array ? "float32" : "float64";
    return new Column({ dtype, shape: widened, values, valid: given });
  });
}

/** float32 stays float32; all else becomes float64, as in scikit-learn. */
function toFloats({ values, valid, size }: Column): FloatArray {
  const floats = values instanceof Float32Array || values instanceof Float64Array
    ? values
    : Float64Array.from(values);
  if (valid === undefined) return floats;
  return floats.map((value, at) => valid[Math.floor(at / size)] === 0 ? NaN : value);
}

/** Takes apart numbers that lie side by side. */
function spread(values: FloatArray, period: number): readonly FloatArray[] {
  if (period === 1) return [values];
  const rows = values.length / period;
  return Array.from({ length: period }, (_, position) => {
    const feature = like(values, rows);
    for (let row = 0; row < rows; row++) feature[row] = values[row * period + position] as number;
    return feature;
  });
}

/** Lays numbers side by side. */
function interleave(features: readonly FloatArray[], rows: number): FloatArray {
  const [first = new Float64Array(0)] = features;
  // A window on a longer array would keep all of it alive.
  if (features.length === 1) {
    return first.byteLength === first.buffer.byteLength ? first : first.slice();
  }
  const values = like(first, rows * features.length);
  for (const [position, feature] of features.entries()) {
    for (let row = 0; row < rows; row++) {
      values[row * features.length + position] = feature[row] as number;
    }
  }
  return values;
}

function refuseTexts(columns: readonly Column[]): void {
  if (columns.every(({ levels }) => levels === undefined)) return;
  const kinds = [...new Set(columns.map(({ dtype }) => dtype))];
  throw new TypeError(
    `Cannot let columns of texts share a feature (kinds: ${list(kinds)}): ` +
      `use share: "none" or "positions"`,
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function concat(parts: readonly (FloatArray | undefined)[]): FloatArray {
  const present = parts.filter((part) => part !== undefined);
  const [first] = present;
  if (first === undefined || present.length === 1) return first ?? new Float64Array(0);
  const narrow = present.every((part) => part instanceof Float32Array);
  const length = present.reduce((sum, part) => sum + part.length, 0);
  const joined = narrow ? new Float32Array(length) : new Float64Array(length);
  let start = 0;
  for (const part of present) {
    joined.set(part, start);
    start += part.length;
  }
  return joined;
}

/**
 * Makes an array of the same kind of float.
 *
 * @param values whose kind to keep
 * @param length wanted
 * @returns zeros
 * @example
 * ```ts
 * import { like } from "./matrix.ts";
 * console.log(like(new Float32Array(1), 2)); // Float32Array(2) [ 0, 0 ]
 * ```
 */
export function like(values: FloatArray, length: number): FloatArray {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
