/**
 * How constants of a recorded model depend on the number of samples.
 *
 * @module
 */

import type { OnnxTensor } from "../../engine/lower/onnx.ts";

/** A tensor of the numbers a · samples + b. */
export interface OpenTensor {
  /** What it stands for. */
  readonly of: Pick<OnnxTensor, "name">;
  readonly factors: readonly number[];
  readonly offsets: readonly number[];
}

/** A tensor that has the same row for every sample. */
export interface RepeatedTensor {
  readonly name: string;
  readonly row: OnnxTensor;
  /** Its shape. */
  readonly sizes: OpenTensor;
}

/** A constant, and how it depends on the number of samples. */
export type General = OnnxTensor | OpenTensor | RepeatedTensor;

/**
 * Tells whether a constant is computed from the number of samples.
 *
 * @param tensor any
 * @returns true for numbers a · samples + b
 * @example
 * ```ts
 * import { isOpen } from "./general_tensor.ts";
 * isOpen({ of: { name: "shape" }, factors: [1], offsets: [0] }); // true
 * ```
 */
export function isOpen(tensor: General): tensor is OpenTensor {
  return "factors" in tensor;
}

/**
 * Tells whether a constant is a row that is repeated for every sample.
 *
 * @param tensor any
 * @returns true for repeated rows
 * @example
 * ```ts
 * import { isRepeated } from "./general_tensor.ts";
 * isRepeated({ of: { name: "shape" }, factors: [1], offsets: [0] }); // false
 * ```
 */
export function isRepeated(tensor: General): tensor is RepeatedTensor {
  return "row" in tensor;
}

/** A model that only works for the number of samples that it was recorded for. */
export class FixedBatchError extends RangeError {
  override readonly name = "FixedBatchError";
}

/**
 * Finds what a constant is for any number of samples.
 *
 * @param variants the constant, as it was recorded for each of some numbers of samples
 * @param numbers those numbers, at least two
 * @returns the constant if it is the same for all, or the rule that it follows
 * @throws FixedBatchError when it follows none
 * @example
 * ```ts
 * import { generalTensor } from "./general_tensor.ts";
 * const shape = (samples: bigint) => {
 *   return { name: "s", type: "int64", dims: [2], data: BigInt64Array.of(samples, 8n) } as const;
 * };
 * generalTensor([shape(5n), shape(7n)], [5, 7]); // factors [1, 0], offsets [0, 8]
 * ```
 */
export function generalTensor(
  variants: readonly OnnxTensor[],
  numbers: readonly number[],
): General {
  const [first] = variants;
  if (first && variants.every((other) => isEqual(first, other))) return first;
  return repeatedTensor(variants, numbers) ?? openTensor(variants, numbers);
}

function repeatedTensor(
  variants: readonly OnnxTensor[],
  numbers: readonly number[],
): RepeatedTensor | undefined {
  const [first] = variants;
  if (first === undefined) return undefined;
  const { name, type, dims: [, ...rest] } = first;
  const row = { name: `row/${name}`, type, dims: [1, ...rest], data: bytesOf(first, [0, 1]) };
  const isSame = variants.every((variant, index) => {
    const [samples = 0, ...own] = variant.dims;
    return samples === numbers[index] && isEqual(row, { ...row, dims: [1, ...own] }) &&
      Array.from({ length: samples }, (_, at) => bytesOf(variant, [at, at + 1]))
        .every((data) => isEqual(row, { ...row, data }));
  });
  if (!isSame) return undefined;
  const factors = [1, ...rest.map(() => 0)];
  return { name, row, sizes: { of: { name: `shape/${name}` }, factors, offsets: [0, ...rest] } };
}

function openTensor(variants: readonly OnnxTensor[], numbers: readonly number[]): OpenTensor {
  const rows = variants.map((variant) => wholeNumbers(variant, variants[0]?.dims ?? []));
  const [[first = 0, second = 0], [low = [], high = []]] = [numbers, rows];
  const factors = low.map((value, at) => ((high[at] ?? NaN) - value) / (second - first));
  const offsets = low.map((value, at) => value - (factors[at] ?? NaN) * first);
  const fits = rows.every((row, index) =>
    row.every((value, at) =>
      value === (factors[at] ?? NaN) * (numbers[index] ?? NaN) + (offsets[at] ?? NaN)
    )
  );
  const name = variants[0]?.name ?? "";
  if (fits && factors.every(Number.isSafeInteger)) return { of: { name }, factors, offsets };
  throw new FixedBatchError(`the sizes ${rows.map((row) => `(${row})`).join(", ")} follow no rule`);
}

function isEqual(one: OnnxTensor, other: OnnxTensor): boolean {
  if (one.type !== other.type || String(one.dims) !== String(other.dims)) return false;
  const [mine, theirs] = [bytesOf(one), bytesOf(other)];
  return mine.length === theirs.length && mine.every((byte, at) => byte === theirs[at]);
}

/** The bytes of some rows, or of all. */
function bytesOf(
  { data, dims: [rows = 1] }: OnnxTensor,
  [begin, end]: readonly [number, number] = [0, rows],
): Uint8Array {
  const width = data.byteLength / Math.max(rows, 1);
  return new Uint8Array(data.buffer, data.byteOffset + begin * width, (end - begin) * width);
}

function wholeNumbers(
  { type, dims, data }: OnnxTensor,
  wanted: OnnxTensor["dims"],
): readonly number[] {
  const isList = type === "int64" && dims.length === 1 && dims[0] === wanted[0];
  if (isList) return Array.from(data as BigInt64Array, Number);
  throw new FixedBatchError(
    "it computes with numbers that depend on how many samples there are, such as their count",
  );
}
