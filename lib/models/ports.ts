/**
 * Small questions about inputs that every model asks.
 *
 * @module
 */

import { INPUT, type Interface, type Ports, writeShape } from "./interface.ts";
import { ShapeError } from "./model.ts";

/**
 * The input of a model that takes one.
 *
 * @param inputs what stands at the inputs
 * @returns the only one
 * @throws ShapeError when there are others, or none
 * @example
 * ```ts
 * import { onlyInput } from "./ports.ts";
 * onlyInput({ input: { shape: [1, 10], dtype: "float32" } }).shape; // [1, 10]
 * ```
 */
export function onlyInput(inputs: Ports<Interface>): Interface {
  const { [INPUT]: only, ...others } = inputs;
  const names = Object.keys(inputs);
  if (only !== undefined && Object.keys(others).length === 0) return only;
  throw new ShapeError(INPUT, {
    expected: `one input, named "${INPUT}"`,
    found: names.length === 0 ? "none" : names.join(", "),
    hint: "merge them first, or use a model of several inputs",
  });
}

/**
 * How many numbers a sample has.
 *
 * @param shape lengths of axes without that of the samples
 * @returns their product
 * @throws ShapeError when a length is open
 * @example
 * ```ts
 * import { sizeOf } from "./ports.ts";
 * console.log(sizeOf([2, 8])); // 16
 * ```
 */
export function sizeOf(shape: readonly (number | null)[]): number {
  return shape.reduce<number>((product, length) => {
    if (length !== null) return product * length;
    throw new ShapeError(INPUT, { expected: "a fixed length", found: writeShape(shape) });
  }, 1);
}
