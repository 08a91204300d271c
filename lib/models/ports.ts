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
  return knownShape(shape).reduce((product, length) => product * length, 1);
}

/**
 * The shape of an input whose lengths must all be known.
 *
 * @param shape lengths of axes without that of the samples
 * @returns the same
 * @throws ShapeError when a length is open
 * @example
 * ```ts
 * import { knownShape } from "./ports.ts";
 * console.log(knownShape([2, 8])); // [2, 8]
 * ```
 */
export function knownShape(shape: readonly (number | null)[]): readonly number[] {
  const known = shape.filter((length) => length !== null);
  if (known.length === shape.length) return known;
  throw new ShapeError(INPUT, { expected: "fixed lengths", found: writeShape(shape) });
}

/**
 * A shape, if all of its lengths are known.
 *
 * @param port what an output should look like, if that is known
 * @returns the shape, or nothing
 * @example
 * ```ts
 * import { fixedShape } from "./ports.ts";
 * console.log(fixedShape({ shape: [1, 8], dtype: "float32" })); // [1, 8]
 * console.log(fixedShape({ shape: [null, 8], dtype: "float32" })); // undefined
 * ```
 */
export function fixedShape(port: Interface | undefined): readonly number[] | undefined {
  const shape = port?.shape.filter((length) => length !== null);
  return shape?.length === port?.shape.length ? shape : undefined;
}
