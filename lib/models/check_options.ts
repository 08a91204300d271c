/**
 * Options of models, checked before anything is made of them.
 *
 * @module
 */

/**
 * Refuses what is not a number of things.
 *
 * @param counts by the names of the options; those left out are fine
 * @param options what the options belong to, and the least number
 * @throws RangeError that names the option
 * @example
 * ```ts
 * import { checkCounts } from "./check_options.ts";
 * checkCounts({ layers: 2, hidden: undefined }, { of: "a perceptron" });
 * ```
 */
export function checkCounts(
  counts: Readonly<Record<string, number | undefined>>,
  { of, least = 1 }: { readonly of: string; readonly least?: number },
): void {
  for (const [name, count] of Object.entries(counts)) {
    if (count === undefined || (Number.isInteger(count) && count >= least)) continue;
    throw new RangeError(
      `Cannot make ${of} of ${name}: ${count}; give a whole number from ${least}`,
    );
  }
}

/**
 * Refuses what is not the shape of a sample.
 *
 * @param shapes by the names of the options; those left out are fine
 * @param of what the options belong to
 * @throws RangeError that names the option
 * @example
 * ```ts
 * import { checkShapes } from "./check_options.ts";
 * checkShapes({ outputShape: [1, 8] }, "a perceptron");
 * ```
 */
export function checkShapes(
  shapes: Readonly<Record<string, readonly number[] | undefined>>,
  of: string,
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const isShape = Array.isArray(shape) &&
      shape.every((length) => Number.isInteger(length) && length >= 1);
    if (shape === undefined || isShape) continue;
    throw new RangeError(
      `Cannot make ${of} of ${name}: ${
        JSON.stringify(shape)
      }; give a list of whole numbers from 1, ` +
        "such as [1, 8]",
    );
  }
}

/**
 * Refuses what is no share of units to drop.
 *
 * @param dropout the share; left out is fine
 * @throws RangeError
 * @example
 * ```ts
 * import { checkDropout } from "./check_options.ts";
 * checkDropout(0.1);
 * ```
 */
export function checkDropout(dropout = 0): void {
  if (dropout >= 0 && dropout < 1) return;
  throw new RangeError(`Cannot drop a share of ${dropout}: give dropout from 0 to below 1`);
}
