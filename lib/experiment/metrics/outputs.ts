/**
 * One number out of one for each output of a regression.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { sumOf } from "./class_counts.ts";
import { NOTHING, type Outcome } from "./metric.ts";

/** Options of metrics of regressions with several outputs. */
export interface OutputOptions {
  /** `"uniform"` (the default) gives the mean over outputs, `"raw"` a number for each. */
  readonly multioutput?: "uniform" | "raw";
}

/**
 * Reads the option of metrics that have no other.
 *
 * @param metric its name, for errors
 * @param options what was given
 * @returns whether a number for each output is wanted
 * @throws RangeError for a value that cannot be taken
 * @example
 * ```ts
 * import { wantsRaw } from "./outputs.ts";
 * wantsRaw("mae", { multioutput: "raw" }); // true
 * ```
 */
export function wantsRaw(metric: string, options: OutputOptions): boolean {
  const plans = { multioutput: ["uniform", "raw"] } as const;
  const given = options as JsonObject;
  return readOptions(metric, { given, plans, kind: "metric" }).multioutput === "raw";
}

/**
 * Ends with the mean over outputs, or with all of them.
 *
 * @param values one for each output, NaN or none where nothing counts
 * @param raw whether all are wanted
 * @param reason why some are undefined
 * @returns a number or all
 * @example
 * ```ts
 * import { overOutputs } from "./outputs.ts";
 * overOutputs([1, 3], { raw: false }).value; // 2
 * ```
 */
export function overOutputs(
  values: readonly number[],
  { raw, reason = NOTHING }: { readonly raw: boolean; readonly reason?: string },
): Outcome<number | readonly number[]> {
  const isUndefined = values.length === 0 || values.some(Number.isNaN);
  const value = raw ? Object.freeze(values) : sumOf(values) / values.length;
  return isUndefined ? { value, reason } : { value };
}
