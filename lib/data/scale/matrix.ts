/**
 * What scalers see: features, each an array over rows.
 *
 * @module
 */

import { Column } from "../column.ts";

/** Numbers that scalers give. */
export type FloatArray = Float32Array | Float64Array;

/** Features, each a contiguous array over the same rows. NaN is a missing number. */
export interface Matrix {
  /** How many rows. */
  readonly rows: number;
  /** The features. */
  readonly features: readonly FloatArray[];
}

/**
 * Which numbers of samples share a feature.
 *
 * `none`: each position of each key is a feature. `positions`: each key is a feature, its positions
 * are rows. `keys`: each position is a feature, keys are rows. `all`: there is one feature.
 */
export type Sharing = "none" | "positions" | "keys" | "all";

/**
 * Lays columns out as features.
 *
 * @param columns of numbers, of one shape
 * @param share which numbers share a feature
 * @returns the features; the column's own array where nothing has to move
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { toMatrix } from "./matrix.ts";
 * console.log(toMatrix([buildColumn("x", [[1, 2], [3, 4]])], "none").features); // [1, 3], [2, 4]
 * ```
 */
export function toMatrix(columns: readonly Column[], share: Sharing): Matrix {
  const [first] = columns;
  if (first === undefined) return { rows: 0, features: [] };
  const { length, size } = first;
  const floats = columns.map(toFloats);
  switch (share) {
    case "positions":
      return { rows: length * size, features: floats };
    case "all":
      return { rows: length * size * columns.length, features: [concat(floats)] };
    case "keys": {
      const features = floats.map((values) => positions(values, { length, size }));
      const joined = Array.from(
        { length: size },
        (_, at) => concat(features.map((key) => key[at])),
      );
      return { rows: length * columns.length, features: joined };
    }
    case "none":
      return {
        rows: length,
        features: floats.flatMap((values) => positions(values, { length, size })),
      };
  }
}

/**
 * Puts features back into columns.
 *
 * @param matrix what `toMatrix` gave for those columns, with other numbers
 * @param columns whose shapes and missing samples to keep
 * @param options how `toMatrix` was asked
 * @returns a column of floats for each column
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { fromMatrix, toMatrix } from "./matrix.ts";
 * const columns = [buildColumn("x", [[1, 2], [3, 4]])];
 * const same = fromMatrix(toMatrix(columns, "none"), columns, { share: "none" });
 * ```
 */
export function fromMatrix(
  { features }: Matrix,
  columns: readonly Column[],
  { share }: { share: Sharing },
): readonly Column[] {
  return columns.map((column, key) => {
    const { length, size } = column;
    const values = valuesOf(features, { key, length, size, share });
    const dtype = values instanceof Float32Array ? "float32" : "float64";
    return new Column({ dtype, shape: column.shape, values, valid: column.valid });
  });
}

/** float32 stays float32; all else becomes float64, as in scikit-learn. */
function toFloats(column: Column): FloatArray {
  const { values, valid, size } = column.dtype === "float32" ? column : column.cast("float64");
  const floats = values as FloatArray;
  if (valid === undefined) return floats;
  return floats.map((value, at) => valid[Math.floor(at / size)] === 0 ? NaN : value);
}

function positions(
  values: FloatArray,
  { length, size }: { length: number; size: number },
): readonly FloatArray[] {
  if (size === 1) return [values];
  return Array.from({ length: size }, (_, position) => {
    const feature = like(values, length);
    for (let row = 0; row < length; row++) feature[row] = values[row * size + position] as number;
    return feature;
  });
}

function valuesOf(
  features: readonly FloatArray[],
  { key, length, size, share }: { key: number; length: number; size: number; share: Sharing },
): FloatArray {
  const entries = length * size;
  if (share === "positions") return features[key] ?? new Float64Array(0);
  if (share === "all") {
    return (features[0] ?? new Float64Array(0)).slice(key * entries, (key + 1) * entries);
  }
  const [start, from] = share === "none" ? [0, key * size] : [key * length, 0];
  const [first = new Float64Array(0)] = features;
  if (size === 1 && share === "none") return features[from] ?? first;
  const values = like(first, entries);
  for (let position = 0; position < size; position++) {
    const feature = features[from + position] ?? first;
    for (let row = 0; row < length; row++) {
      values[row * size + position] = feature[start + row] as number;
    }
  }
  return values;
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
