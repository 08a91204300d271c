/**
 * Where tokens stand in a sample.
 *
 * @module
 */

import { INPUT, writeShape } from "../interface.ts";
import { ShapeError } from "../model.ts";
import { type Block, reshape, step } from "./block.ts";

/**
 * Finds the steps of a sample of tokens: (steps), or (1, steps) as one column of a FeatureSet has.
 *
 * @param shape of one sample
 * @returns how many steps, and a block to (samples, steps)
 * @throws ShapeError for other shapes
 * @example
 * ```ts
 * import { tokenSteps } from "./tokens.ts";
 * tokenSteps([1, 16]).steps; // 16
 * ```
 */
export function tokenSteps(
  shape: readonly number[],
): { readonly steps: number; readonly toTokens: Block } {
  const [first, second] = shape;
  if (shape.length === 1 && first !== undefined) {
    return { steps: first, toTokens: step((x) => x) };
  }
  if (shape.length === 2 && first === 1 && second !== undefined) {
    return { steps: second, toTokens: reshape([second]) };
  }
  throw new ShapeError(INPUT, {
    expected: "tokens of shape (steps) or (1, steps)",
    found: writeShape(shape),
    hint: "take one column, or leave vocabulary out for samples of numbers",
  });
}
