/**
 * The line of statistics under the heading of a tensor.
 *
 * @module
 */

import { numberText, type TensorValues } from "./tensor_text.ts";

/**
 * Describes numbers by least, mean and greatest, and says how many are none.
 *
 * @param values the elements
 * @param dtype the tensor's data type; only `float32` and `int32` have statistics
 * @returns one line, or "" where there is nothing to say
 * @example
 * ```ts
 * import { describeStatistics } from "./tensor_statistics.ts";
 * const line = describeStatistics(new Float32Array([1, 2, NaN]), "float32");
 * console.assert(line === "min 1, mean 1.5, max 2, 1 NaN");
 * ```
 */
export function describeStatistics(values: TensorValues, dtype: string): string {
  if (!(values instanceof Float32Array || values instanceof Int32Array)) return "";
  if (!["float32", "int32"].includes(dtype) || values.length < 2) return "";
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let missing = 0;
  for (const value of values) {
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const note = missing === 0 ? "" : `${missing} NaN`;
  if (missing === values.length) return note;
  const mean = sum / (values.length - missing);
  const parts = [`min ${numberText(min)}`, `mean ${numberText(mean)}`, `max ${numberText(max)}`];
  return note === "" ? parts.join(", ") : [...parts, note].join(", ");
}
