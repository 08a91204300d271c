/**
 * Outputs and targets of a classifier as rows: scores and a class, or two classes, and a weight.
 *
 * @module
 */

import type { ReadClassOptions } from "./class_options.ts";
import type { MetricBatch } from "./metric.ts";
import { readNumbers, type Shaped } from "./numbers.ts";
import { readWeights } from "./weights.ts";

/** Rows of scores: one for each sample, or for each place of each sample. */
export interface ScoreRows {
  readonly rows: number;
  /** Scores of a row; 1 where a single one says yes or no. */
  readonly columns: number;
  /** How many classes there are: 2 for one score, else the scores of a row. */
  readonly classes: number;
  /** Of shape (rows, columns). */
  readonly scores: ArrayLike<number>;
  /** The class of each row that should have come out. */
  readonly actual: Int32Array;
  /** How much each row counts; 0 for padding and for what is ignored. */
  readonly weights: Float64Array;
}

/** Rows of classes. */
export interface ClassRows {
  readonly rows: number;
  /** One more than the greatest class that there is, as far as it is known. */
  readonly classes: number;
  /** The class of each row that came out. */
  readonly predicted: Int32Array;
  readonly actual: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Reads scores and classes.
 *
 * @param batch outputs of shape (samples, …, classes), or (samples) or (samples, …, 1) for one score of
 *   yes and no; targets of as many classes as there are rows, or one-hot, as many as there are scores
 * @param options whether a class is ignored
 * @returns rows
 * @throws {RangeError} when shapes do not fit, a class does not exist, or a score is NaN
 * @example
 * ```ts
 * import { readScoreRows } from "./class_rows.ts";
 * const batch = { outputs: [[2, 0, 1], [0, 1, 0]], targets: [0, 2] };
 * readScoreRows(batch, { ignore: -100 }).actual; // [0, 2]
 * ```
 */
export function readScoreRows(
  batch: MetricBatch,
  { ignore }: Pick<ReadClassOptions, "ignore">,
): ScoreRows {
  const outputs = readNumbers(batch.outputs, "outputs");
  const targets = readNumbers(batch.targets, "targets");
  checkSamples(outputs, targets);
  const columns = outputs.shape.length > 1 ? outputs.shape.at(-1) ?? 1 : 1;
  const rows = columns === 0 ? 0 : outputs.data.length / columns;
  const weights = readWeights(batch.weights, { samples: outputs.shape[0] ?? 0, rows });
  const classes = Math.max(2, columns);
  const actual = readClasses(targets, { rows, classes, ignore, weights, shape: outputs.shape });
  checkScores(outputs.data, { columns, weights });
  return { rows, columns, classes, scores: outputs.data, actual, weights };
}

/**
 * Reads classes that came out and that should have.
 *
 * @param batch as for `readScoreRows`, or outputs that are classes already
 * @param options what outputs are, where one score begins to mean yes, and whether a class is ignored
 * @returns rows
 * @throws {RangeError} when shapes do not fit, a class does not exist, or a score is NaN
 * @example
 * ```ts
 * import { readClassRows } from "./class_rows.ts";
 * const batch = { outputs: [[2, 0, 1], [0, 1, 0]], targets: [0, 2] };
 * readClassRows(batch, { from: "logits", threshold: 0.5, ignore: -100 }).predicted; // [0, 1]
 * ```
 */
export function readClassRows(
  batch: MetricBatch,
  { from, threshold, ignore }: ReadClassOptions,
): ClassRows {
  if (from === "labels") return readLabels(batch, ignore);
  const { rows, columns, classes, scores, actual, weights } = readScoreRows(batch, { ignore });
  const least = from === "logits" ? Math.log(threshold / (1 - threshold)) : threshold;
  const predicted = columns === 1 ? above(scores, { rows, least }) : greatest(scores, rows);
  return { rows, classes, predicted, actual, weights };
}

function readLabels(batch: MetricBatch, ignore: number): ClassRows {
  const outputs = readNumbers(batch.outputs, "outputs");
  const targets = readNumbers(batch.targets, "targets");
  checkSamples(outputs, targets);
  const rows = outputs.data.length;
  const weights = readWeights(batch.weights, { samples: outputs.shape[0] ?? 0, rows });
  const { shape } = outputs;
  const actual = readClasses(targets, { rows, classes: Infinity, ignore, weights, shape });
  const predicted = new Int32Array(rows);
  let classes = targets.data.length === rows ? 2 : targets.data.length / rows;
  for (let row = 0; row < rows; row++) {
    if (weights[row] === 0) continue;
    const label = Number(outputs.data[row]);
    if (!Number.isInteger(label) || label < 0) {
      throw new RangeError(
        `Cannot read outputs as labels: there is ${label} in row ${row}; give whole numbers from 0, ` +
          `or from: "logits" or "probabilities"`,
      );
    }
    predicted[row] = label;
    classes = Math.max(classes, label + 1, (actual[row] as number) + 1);
  }
  return { rows, classes, predicted, actual, weights };
}

function checkSamples({ shape }: Shaped, targets: Shaped): void {
  if (shape[0] === targets.shape[0]) return;
  throw new RangeError(
    `Cannot compare outputs [${shape}] with targets [${targets.shape}]: ` +
      `there are ${shape[0]} samples and ${targets.shape[0]}; give a target for each`,
  );
}

interface Wanted {
  readonly rows: number;
  readonly classes: number;
  readonly ignore: number;
  /** Set to 0 where the class is ignored. */
  readonly weights: Float64Array;
  /** Of the outputs, for errors. */
  readonly shape: readonly number[];
}

function readClasses({ data, shape }: Shaped, wanted: Wanted): Int32Array {
  const { rows, classes } = wanted;
  if (data.length === rows) return readIndices(data, wanted);
  const width = classes === Infinity ? data.length / rows : classes;
  if (width > 1 && Number.isInteger(width) && data.length === rows * width) {
    return readOneHot(data, { ...wanted, classes: width });
  }
  throw new RangeError(
    `Cannot compare outputs [${wanted.shape}] with targets [${shape}]: give one class for each of ` +
      `${rows} rows, or one-hot targets` +
      (classes === Infinity ? "" : ` of ${classes} classes`),
  );
}

function readIndices(
  data: ArrayLike<number>,
  { rows, classes, ignore, weights }: Wanted,
): Int32Array {
  const actual = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const index = Number(data[row]);
    if (index === ignore) weights[row] = 0;
    if (weights[row] === 0) continue;
    if (!(index >= 0 && index < classes && Number.isInteger(index))) {
      throw new RangeError(
        `Cannot read targets as classes: there is ${index} in row ${row}; give whole numbers ` +
          (classes === Infinity ? "from 0" : `from 0 to ${classes - 1}`),
      );
    }
    actual[row] = index;
  }
  return actual;
}

function readOneHot(data: ArrayLike<number>, { rows, classes, weights }: Wanted): Int32Array {
  const actual = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (weights[row] === 0) continue;
    let ones = 0;
    for (let column = 0; column < classes; column++) {
      const share = Number(data[row * classes + column]);
      if (share === 1) {
        ones++;
        actual[row] = column;
      } else if (share !== 0) ones = NaN;
    }
    if (ones !== 1) {
      throw new RangeError(
        `Cannot read targets as one-hot: row ${row} is ${
          rowText(data, { row, classes })
        }; give one ` +
          "1 and otherwise 0, and measure several truths of a sample one by one",
      );
    }
  }
  return actual;
}

function rowText(
  data: ArrayLike<number>,
  { row, classes }: { readonly row: number; readonly classes: number },
): string {
  const shown = Array.from({ length: Math.min(classes, 8) }, (_, at) => data[row * classes + at]);
  return `[${shown.join(", ")}${classes > 8 ? ", …" : ""}]`;
}

function checkScores(
  scores: ArrayLike<number>,
  { columns, weights }: { readonly columns: number; readonly weights: Float64Array },
): void {
  for (let row = 0; row < weights.length; row++) {
    for (let column = 0; column < columns; column++) {
      const score = scores[row * columns + column] as number;
      if (score !== score && weights[row] !== 0) {
        throw new RangeError(
          `Cannot rank scores of which one is NaN: row ${row}, column ${column}; ` +
            "find what made it, or give the sample the weight 0",
        );
      }
    }
  }
}

function above(
  scores: ArrayLike<number>,
  { rows, least }: { readonly rows: number; readonly least: number },
): Int32Array {
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) predicted[row] = (scores[row] as number) > least ? 1 : 0;
  return predicted;
}

/** Of equal scores the first is taken, as by argmax. */
function greatest(scores: ArrayLike<number>, rows: number): Int32Array {
  const predicted = new Int32Array(rows);
  const columns = scores.length / rows;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let best = scores[at++] as number;
    let found = 0;
    for (let column = 1; column < columns; column++) {
      const score = scores[at++] as number;
      if (score > best) {
        best = score;
        found = column;
      }
    }
    predicted[row] = found;
  }
  return predicted;
}
