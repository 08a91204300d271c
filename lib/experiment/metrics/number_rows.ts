/**
 * Outputs and targets of a regression as rows of numbers.
 *
 * @module
 */

import type { MetricBatch } from "./metric.ts";
import { readNumbers } from "./numbers.ts";
import { readWeights } from "./weights.ts";

/** One row for each sample. */
export interface NumberRows {
  readonly rows: number;
  /** Numbers of a row. */
  readonly columns: number;
  /** Of shape (rows, columns). */
  readonly outputs: ArrayLike<number>;
  /** Of shape (rows, columns). */
  readonly targets: ArrayLike<number>;
  /** How much each row counts; 0 for padding. */
  readonly weights: Float64Array;
}

/**
 * Reads numbers that came out and that should have.
 *
 * @param batch outputs of shape (samples, …) and targets with as many numbers for each sample
 * @returns rows
 * @throws {RangeError} when there are not as many, or a number that counts is not finite
 * @example
 * ```ts
 * import { readNumberRows } from "./number_rows.ts";
 * readNumberRows({ outputs: [[1, 2], [3, 4]], targets: [[1, 2], [3, 5]] }).columns; // 2
 * ```
 */
export function readNumberRows(batch: MetricBatch): NumberRows {
  const outputs = readNumbers(batch.outputs, "outputs");
  const targets = readNumbers(batch.targets, "targets");
  const rows = outputs.shape[0] ?? 0;
  if (targets.shape[0] !== rows || targets.data.length !== outputs.data.length) {
    throw new RangeError(
      `Cannot compare outputs [${outputs.shape}] with targets [${targets.shape}]: ` +
        "both need as many samples, and as many numbers per sample",
    );
  }
  const columns = rows === 0 ? 0 : outputs.data.length / rows;
  const weights = readWeights(batch.weights, { samples: rows, rows });
  checkFinite(outputs.data, { what: "outputs", columns, weights });
  checkFinite(targets.data, { what: "targets", columns, weights });
  return { rows, columns, outputs: outputs.data, targets: targets.data, weights };
}

function checkFinite(
  data: ArrayLike<number>,
  { what, columns, weights }: {
    readonly what: string;
    readonly columns: number;
    readonly weights: Float64Array;
  },
): void {
  for (let row = 0; row < weights.length; row++) {
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      if (Number.isFinite(data[at]) || weights[row] === 0) continue;
      throw new RangeError(
        `Cannot measure ${what} of which one is ${data[at]}: row ${row}, column ${at % columns}; ` +
          "find what made it, or give the sample the weight 0",
      );
    }
  }
}
