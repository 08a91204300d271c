/**
 * What estimators learn from: rows of numbers with targets and weights, checked once.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import { INPUT, writeShape } from "../interface.ts";
import { type FitData, ShapeError } from "../model.ts";

/** A matrix, row by row. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Samples that count for something. */
export interface Table {
  /** One row per sample. */
  readonly x: Rows;
  /** One row per sample; no columns for estimators without a teacher. */
  readonly y: Rows;
  /** How much each sample counts, above zero. */
  readonly weights: Float64Array;
}

/** What an estimator needs. */
export interface TableNeeds {
  /** Who needs it, for errors. */
  readonly who: string;
  /** How many numbers a sample has. */
  readonly width: number;
  /** Shape of the targets of one sample; undefined without a teacher. */
  readonly targets: readonly number[] | undefined;
  /** Whether samples may count for more or less than others. */
  readonly weighted: boolean;
}

/** Weights of samples that an estimator cannot honour, or that nobody could. */
export class WeightsError extends RangeError {
  override readonly name = "WeightsError";
}

/**
 * Checks samples, and leaves out those of no weight, such as padding.
 *
 * @param data tensors of shape (samples, …)
 * @param needs what the estimator needs
 * @returns rows of float64
 * @throws ShapeError for missing or misshapen tensors; WeightsError for weights that cannot be
 *   honoured; RangeError when nothing is left or a number is not finite
 * @example
 * ```ts
 * import { tableOf } from "./table.ts";
 * const input = { dtype: "float32", shape: [2, 1], data: new Float32Array([1, 2]) } as const;
 * const needs = { who: "KMeans", width: 1, targets: undefined, weighted: true };
 * console.log(tableOf({ inputs: { input } }, needs).x.rows); // 2
 * ```
 */
export function tableOf({ inputs, targets, weights }: FitData, needs: TableNeeds): Table {
  const x = toRows(inputs[INPUT], { port: INPUT, width: needs.width });
  const y = needs.targets === undefined
    ? { rows: x.rows, columns: 0, data: new Float64Array(0) }
    : targetRows(targets, { shape: needs.targets, samples: x.rows, who: needs.who });
  const kept = countingRows(weights, { samples: x.rows, needs });
  if (kept.rows.length === 0) {
    throw new RangeError(`${needs.who} cannot learn from no samples: give some of weight above 0`);
  }
  const table = { x: takeRows(x, kept.rows), y: takeRows(y, kept.rows), weights: kept.weights };
  checkFinite(table.x, { who: needs.who, what: "inputs" });
  checkFinite(table.y, { who: needs.who, what: "targets" });
  return table;
}

/**
 * Lays a tensor out in rows.
 *
 * @param tensor of shape (samples, …)
 * @param options the port, and how many numbers a sample must have
 * @returns one row per sample
 * @throws ShapeError when there is no tensor, or samples have another size
 * @example
 * ```ts
 * import { toRows } from "./table.ts";
 * const tensor = { dtype: "float32", shape: [2, 1, 3], data: new Float32Array(6) } as const;
 * console.log(toRows(tensor, { port: "input", width: 3 }).rows); // 2
 * ```
 */
export function toRows(
  tensor: HostTensor | undefined,
  { port, width }: { readonly port: string; readonly width: number },
): Rows {
  if (tensor === undefined) {
    throw new ShapeError(port, { expected: `${width} numbers per sample`, found: "nothing" });
  }
  const [samples = 0, ...shape] = tensor.shape;
  if (shape.reduce((product, length) => product * length, 1) !== width) {
    throw new ShapeError(port, {
      expected: `${width} numbers per sample`,
      found: writeShape(shape),
    });
  }
  return { rows: samples, columns: width, data: Float64Array.from(tensor.data) };
}

/**
 * Chooses rows.
 *
 * @param from a matrix
 * @param rows which, in which order
 * @returns a matrix of these rows
 * @example
 * ```ts
 * import { takeRows } from "./table.ts";
 * takeRows({ rows: 2, columns: 1, data: new Float64Array([1, 2]) }, [1, 0]).data; // [2, 1]
 * ```
 */
export function takeRows({ columns, data }: Rows, rows: ArrayLike<number>): Rows {
  const taken = new Float64Array(rows.length * columns);
  for (let to = 0; to < rows.length; to++) {
    const from = (rows[to] as number) * columns;
    taken.set(data.subarray(from, from + columns), to * columns);
  }
  return { rows: rows.length, columns, data: taken };
}

/**
 * Puts rows behind rows.
 *
 * @param first a matrix
 * @param second a matrix of as many columns
 * @returns a matrix of all rows
 * @example
 * ```ts
 * import { appendRows } from "./table.ts";
 * const one = { rows: 1, columns: 1, data: new Float64Array([1]) };
 * console.log(appendRows(one, one).rows); // 2
 * ```
 */
export function appendRows(first: Rows, second: Rows): Rows {
  const data = new Float64Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { rows: first.rows + second.rows, columns: first.columns, data };
}

function targetRows(
  targets: HostTensor | undefined,
  { shape, samples, who }: {
    readonly shape: readonly number[];
    readonly samples: number;
    readonly who: string;
  },
): Rows {
  if (targets === undefined) {
    throw new ShapeError("targets", {
      expected: `targets of shape ${writeShape(shape)}`,
      found: "none",
      hint: `${who} learns from a teacher: give the FeatureSet targets`,
    });
  }
  const width = shape.reduce((product, length) => product * length, 1);
  const rows = toRows(targets, { port: "targets", width });
  if (rows.rows === samples) return rows;
  throw new ShapeError("targets", {
    expected: `as many samples as inputs: ${samples}`,
    found: String(rows.rows),
  });
}

function countingRows(
  given: Float32Array | undefined,
  { samples, needs: { who, weighted } }: { readonly samples: number; readonly needs: TableNeeds },
): { readonly rows: readonly number[]; readonly weights: Float64Array } {
  if (given !== undefined && given.length !== samples) {
    throw new WeightsError(`Cannot weigh ${samples} samples by ${given.length} weights`);
  }
  const weights = given ?? new Float32Array(samples).fill(1);
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    throw new WeightsError(
      `Cannot weigh a sample by ${weights[bad]} (row ${bad}): give numbers from 0`,
    );
  }
  const rows = [...weights.keys()].filter((row) => (weights[row] ?? 0) > 0);
  const kept = Float64Array.from(rows, (row) => weights[row] ?? 0);
  if (weighted || kept.every((weight) => weight === kept[0])) return { rows, weights: kept };
  throw new WeightsError(
    `${who} cannot let samples count more than others: leave their weights out, or give all ` +
      "that count the same weight",
  );
}

function checkFinite(
  { data, columns }: Rows,
  { who, what }: { readonly who: string; readonly what: string },
): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new RangeError(
    `${who} cannot learn from ${data[bad]} in its ${what} (row ${Math.floor(bad / columns)}, ` +
      `column ${bad % columns}): drop or fill missing values first`,
  );
}
