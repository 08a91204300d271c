/**
 * Probabilities of classes, row by row.
 *
 * @module
 */

import type { ScoreRows } from "./class_rows.ts";

/** What outputs are that have probabilities. */
export type ScoreForm = "logits" | "probabilities";

/** How far the probabilities of a row may be from adding up to 1. */
const TOLERANCE = 1e-3;

/** The least probability whose logarithm is taken, as in scikit-learn. */
const LEAST = Number.EPSILON;

/**
 * Writes the probabilities of a row: softmax of several scores, sigmoid of one.
 *
 * @param rows of scores
 * @param from what the scores are
 * @returns a function that fills an array with the probability of each class
 * @throws {RangeError} from that function when scores are no probabilities, or have none
 * @example
 * ```ts
 * import { readScoreRows } from "./class_rows.ts";
 * import { probabilitiesOf } from "./probabilities.ts";
 * const rows = readScoreRows({ outputs: [0], targets: [1] }, { ignore: -100 });
 * probabilitiesOf(rows, "logits")(0, new Float64Array(2)); // [0.5, 0.5]
 * ```
 */
export function probabilitiesOf(
  rows: ScoreRows,
  from: ScoreForm,
): (row: number, into: Float64Array) => Float64Array {
  const { scores, columns } = rows;
  if (columns === 1) {
    return (row, into) => {
      const score = scores[row] as number;
      if (from === "probabilities") checkShare(score, row);
      into[1] = from === "logits" ? 1 / (1 + Math.exp(-score)) : score;
      into[0] = from === "logits" ? 1 / (1 + Math.exp(score)) : 1 - score;
      return into;
    };
  }
  const write = from === "logits" ? softmaxRow : copyRow;
  return (row, into) => {
    const sum = write(scores, { from: row * columns, into });
    if (from === "probabilities") checkSum(sum, row);
    else if (!(sum < Infinity)) throw withoutSoftmax(row);
    for (let column = 0; column < columns; column++) into[column] = (into[column] as number) / sum;
    return into;
  };
}

/**
 * The negative logarithm of the probability of the class of a row. Of logits it is exact however small
 * the probability; probabilities count as at least 2⁻⁵².
 *
 * @param rows of scores
 * @param from what the scores are
 * @returns a function from rows to numbers from 0
 * @throws {RangeError} from that function when scores are no probabilities, or have none
 * @example
 * ```ts
 * import { readScoreRows } from "./class_rows.ts";
 * import { surpriseOf } from "./probabilities.ts";
 * const rows = readScoreRows({ outputs: [0], targets: [1] }, { ignore: -100 });
 * surpriseOf(rows, "logits")(0); // 0.693
 * ```
 */
export function surpriseOf(rows: ScoreRows, from: ScoreForm): (row: number) => number {
  const { scores, columns, actual, classes } = rows;
  if (from === "probabilities") {
    const write = probabilitiesOf(rows, from);
    const into = new Float64Array(classes);
    return (row) => -Math.log(Math.max(LEAST, write(row, into)[actual[row] as number] as number));
  }
  if (columns === 1) {
    return (row) => softplus(actual[row] === 1 ? -(scores[row] as number) : scores[row] as number);
  }
  return (row) => {
    const at = row * columns;
    const most = greatest(scores, { from: at, columns });
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += Math.exp((scores[at + column] as number) - most);
    }
    if (!(sum < Infinity)) throw withoutSoftmax(row);
    return Math.log(sum) + most - (scores[at + (actual[row] as number)] as number);
  };
}

/** Of a large number it is that number; the exponential is that of a number below 0, always. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

interface RowOf {
  readonly from: number;
  readonly into: Float64Array;
}

function softmaxRow(scores: ArrayLike<number>, { from, into }: RowOf): number {
  const most = greatest(scores, { from, columns: into.length });
  let sum = 0;
  for (let column = 0; column < into.length; column++) {
    const share = Math.exp((scores[from + column] as number) - most);
    into[column] = share;
    sum += share;
  }
  return sum;
}

function copyRow(scores: ArrayLike<number>, { from, into }: RowOf): number {
  let sum = 0;
  for (let column = 0; column < into.length; column++) {
    const share = scores[from + column] as number;
    into[column] = share;
    // A share below 0 makes the sum one that is refused.
    sum += share >= 0 ? share : NaN;
  }
  return sum;
}

function greatest(
  scores: ArrayLike<number>,
  { from, columns }: { readonly from: number; readonly columns: number },
): number {
  let most = -Infinity;
  for (let at = from; at < from + columns; at++) {
    const score = scores[at] as number;
    if (score > most) most = score;
  }
  return most;
}

function checkShare(share: number, row: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(
    `Cannot take ${share} as a probability, in row ${row}: give numbers from 0 to 1, ` +
      `or from: "logits"`,
  );
}

function checkSum(sum: number, row: number): void {
  if (Math.abs(sum - 1) <= TOLERANCE) return;
  const found = Number.isNaN(sum) ? "has one below 0" : `adds up to ${sum}`;
  throw new RangeError(
    `Cannot take scores as probabilities: row ${row} ${found}, not to 1; ` +
      `give from: "logits" for scores before softmax`,
  );
}

function withoutSoftmax(row: number): RangeError {
  return new RangeError(
    `Cannot take the softmax of row ${row}: its greatest score is not finite; find what made it, ` +
      "or give the sample the weight 0",
  );
}
