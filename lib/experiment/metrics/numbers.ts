/**
 * Numbers in the forms in which they come: tensors, typed arrays, lists, lists of lists.
 *
 * @module
 */

import { quote } from "../../core/names.ts";

/** Numbers with a shape, in row-major order, such as a `HostTensor`. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A tensor that is read at once, such as those of tfjs. */
export interface Readable {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

/** Lists of numbers, of lists of numbers, and so on. */
export type Nested = ArrayLike<number | boolean> | readonly Nested[];

/** Numbers of samples: of shape (samples, …); a plain list is of shape (samples). */
export type Numbers = Shaped | Readable | Nested;

/**
 * Reads numbers.
 *
 * @param numbers in any form
 * @param what they are, for errors: `outputs`, `targets`, `weights`
 * @returns their shape, and the numbers where they are as far as they need no copy
 * @throws {RangeError} when lists are of different lengths, or the shape does not fit the numbers
 * @throws {TypeError} when something is no number
 * @example
 * ```ts
 * import { readNumbers } from "./numbers.ts";
 * readNumbers([[0.2, 0.8], [0.6, 0.4]], "outputs").shape; // [2, 2]
 * ```
 */
export function readNumbers(numbers: Numbers, what: string): Shaped {
  if (typeof numbers !== "object" || numbers === null) {
    throw new TypeError(
      `Cannot read ${what}: there is ${String(numbers)}; give a tensor, a typed array or a list`,
    );
  }
  const shaped = "shape" in numbers ? fromTensor(numbers) : fromNested(numbers, what);
  const size = sizeOf(shaped.shape);
  if (shaped.data.length === size) return shaped;
  throw new RangeError(
    `Cannot read ${what} of shape [${shaped.shape}]: that takes ${size} numbers, ` +
      `and there are ${shaped.data.length}`,
  );
}

/**
 * How many numbers a shape takes.
 *
 * @param shape any shape
 * @returns the product of its lengths; 1 of none
 * @example
 * ```ts
 * import { sizeOf } from "./numbers.ts";
 * sizeOf([4, 3]); // 12
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Writes a number as plain data, which has no NaN and no infinity.
 *
 * @param value any number
 * @returns the number, or its name where it is not finite
 * @example
 * ```ts
 * import { plainNumber } from "./numbers.ts";
 * plainNumber(NaN); // "NaN"
 * ```
 */
export function plainNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function fromTensor(tensor: Shaped | Readable): Shaped {
  const data = "dataSync" in tensor ? tensor.dataSync() : tensor.data;
  return { shape: tensor.shape.length === 0 ? [1] : tensor.shape, data };
}

function fromNested(list: Nested, what: string): Shaped {
  if (ArrayBuffer.isView(list)) {
    return { shape: [list.length], data: list as ArrayLike<number> };
  }
  const shape = shapeOf(list);
  const data = new Float64Array(sizeOf(shape));
  fill(list, { shape, data, what });
  return { shape, data };
}

function shapeOf(list: Nested): readonly number[] {
  const shape: number[] = [];
  for (let at: unknown = list; isList(at); at = at[0]) shape.push(at.length);
  return shape;
}

interface Filled {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly what: string;
}

function fill(list: Nested, { shape, data, what }: Filled, depth = 0, from = 0): number {
  let next = from;
  if (list.length !== shape[depth]) {
    throw new RangeError(
      `Cannot read ${what}: a list of ${list.length} lies beside one of ${shape[depth]}; ` +
        "give lists of equal length",
    );
  }
  for (const entry of Array.from<unknown>(list)) {
    if (isList(entry)) next = fill(entry, { shape, data, what }, depth + 1, next);
    else data[next++] = numberOf(entry, { shape, depth, what });
  }
  return next;
}

function numberOf(
  entry: unknown,
  { shape, depth, what }: { shape: readonly number[]; depth: number; what: string },
): number {
  if (depth !== shape.length - 1) {
    throw new RangeError(
      `Cannot read ${what}: numbers lie beside lists; give lists of equal depth`,
    );
  }
  if (typeof entry === "number" || typeof entry === "boolean") return Number(entry);
  const hint = typeof entry === "string" ? "; give classes by number, as OrdinalEncoder does" : "";
  const text = typeof entry === "string" ? quote(entry) : String(entry);
  throw new TypeError(`Cannot read ${what}: ${text} is no number${hint}`);
}

function isList(value: unknown): value is Nested {
  return Array.isArray(value) || ArrayBuffer.isView(value) && !(value instanceof DataView);
}
