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

/**
 * Rows or columns, whichever are fewer, of length 1 and at right angles to each other, in all
 * directions alike.
 *
 * Source: Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks, 2014.
 *
 * @param shape a matrix
 * @param seeds where to draw from
 * @returns its elements
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { orthogonal } from "./initializers.ts";
 * orthogonal([32, 128], SeedStream.from(1));
 * ```
 */
export function orthogonal(shape: readonly number[], seeds: SeedStream): Float32Array {
  const [rows = 1, columns = 1] = shape;
  const [few, many] = [Math.min(rows, columns), Math.max(rows, columns)];
  const basis: Float64Array[] = [];
  for (let index = 0; index < few; index++) {
    const vector = Float64Array.from({ length: many }, () => seeds.normal());
    // Twice is enough (Kahan and Parlett) for what rounding leaves of the others.
    for (const other of [...basis, ...basis]) subtract(vector, other, dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((number) => number / norm));
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return (rows <= columns ? basis[row]?.[column] : basis[column]?.[row]) ?? 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, times: number): void {
  for (let index = 0; index < from.length; index++) {
    from[index] = (from[index] ?? 0) - times * (direction[index] ?? 0);
  }
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function fans(shape: readonly number[]): { readonly inputs: number; readonly outputs: number } {
  const window = size(shape.slice(0, -2));
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  return { inputs: inputs * window, outputs: outputs * window };
}
