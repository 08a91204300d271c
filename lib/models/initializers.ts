/**
 * First values of weights, drawn from a seed stream.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";

/** Gives first values for a shape, row by row. */
export type Initializer = (shape: readonly number[], seeds: SeedStream) => Float32Array;

/**
 * Zeros, as for biases.
 *
 * @param shape the shape
 * @returns its elements
 * @example
 * ```ts
 * import { zeros } from "./initializers.ts";
 * console.log(zeros([2])); // Float32Array [ 0, 0 ]
 * ```
 */
export function zeros(shape: readonly number[]): Float32Array {
  return new Float32Array(size(shape));
}

/**
 * Ones, as for scales.
 *
 * @param shape the shape
 * @returns its elements
 * @example
 * ```ts
 * import { ones } from "./initializers.ts";
 * console.log(ones([2])); // Float32Array [ 1, 1 ]
 * ```
 */
export function ones(shape: readonly number[]): Float32Array {
  return new Float32Array(size(shape)).fill(1);
}

/**
 * Even chances within ±√(6 / (inputs + outputs)).
 *
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
 * networks, 2010.
 *
 * @param shape the last two axes are inputs and outputs; axes before them are a window
 * @param seeds where to draw from
 * @returns its elements
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { glorotUniform } from "./initializers.ts";
 * glorotUniform([10, 32], SeedStream.from(1));
 * ```
 */
export function glorotUniform(shape: readonly number[], seeds: SeedStream): Float32Array {
  const { inputs, outputs } = fans(shape);
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: size(shape) }, () => limit * (2 * seeds.uniform() - 1));
}

/**
 * Normal chances of deviation √(2 / inputs), for rectified units.
 *
 * Source: He et al., Delving deep into rectifiers, 2015.
 *
 * @param shape the last two axes are inputs and outputs; axes before them are a window
 * @param seeds where to draw from
 * @returns its elements
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { heNormal } from "./initializers.ts";
 * heNormal([3, 3, 1, 16], SeedStream.from(1));
 * ```
 */
export function heNormal(shape: readonly number[], seeds: SeedStream): Float32Array {
  return normal(Math.sqrt(2 / fans(shape).inputs))(shape, seeds);
}

/**
 * Normal chances.
 *
 * @param deviation standard deviation
 * @returns draws first values around zero
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { normal } from "./initializers.ts";
 * normal(0.02)([65, 128], SeedStream.from(1));
 * ```
 */
export function normal(deviation: number): Initializer {
  return (shape, seeds) =>
    Float32Array.from({ length: size(shape) }, () => deviation * seeds.normal());
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function fans(shape: readonly number[]): { readonly inputs: number; readonly outputs: number } {
  const window = size(shape.slice(0, -2));
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  return { inputs: inputs * window, outputs: outputs * window };
}
