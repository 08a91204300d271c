/**
 * Scores of each class over all samples, against all other classes.
 *
 * @module
 */

import type { ScoreOptions } from "./class_options.ts";
import { readScoreOptions } from "./class_options.ts";
import { readScoreRows } from "./class_rows.ts";
import { allRows, gatherRows, type KeptRows, type Rows, widthOf } from "./kept_rows.ts";
import type { Gatherer } from "./define_metric.ts";
import { probabilitiesOf, type ScoreForm } from "./probabilities.ts";
import { type Thresholds, thresholdsOf } from "./thresholds.ts";

/** What comes out for one class. */
export interface RankedClass {
  /** Its number. */
  readonly at: number;
  /** The weight of its samples. */
  readonly support: number;
  readonly thresholds: Thresholds;
}

/**
 * Keeps scores and classes.
 *
 * @param metric its name, for errors
 * @param options what outputs are
 * @returns the gatherer
 * @throws RangeError for an option that cannot be taken
 * @example
 * ```ts
 * import { gatherScores } from "./ranked_classes.ts";
 * const gather = gatherScores("rocAuc", {});
 * const kept = gather.start();
 * gather.add(kept, { outputs: [0.3, -1], targets: [1, 0] });
 * kept.parts[0]?.targets; // [1, 0]
 * ```
 */
export function gatherScores(metric: string, options: ScoreOptions): Gatherer<KeptRows> {
  const { ignore } = readScoreOptions(metric, options);
  return gatherRows((batch) => {
    const { scores, actual, weights } = readScoreRows(batch, { ignore });
    return { outputs: scores, targets: actual, weights };
  });
}

/**
 * Ranks samples by each class: by the score itself where there is one, by probability where there are
 * several, as scores of a class cannot be compared across samples.
 *
 * @param kept scores and classes
 * @param from what the scores are
 * @returns the classes one by one, so that one is held at a time; only yes, 1, where there is one score
 * @example
 * ```ts
 * import { rankedClasses } from "./ranked_classes.ts";
 * [...rankedClasses({ parts: [] }, "logits")].length; // 0
 * ```
 */
export function* rankedClasses(kept: KeptRows, from: ScoreForm): Generator<RankedClass> {
  const rows = allRows(kept);
  const { targets, weights } = rows;
  const width = widthOf(rows);
  const scoresOf = width === 1 ? () => Float64Array.from(rows.outputs) : shares(rows, from);
  const classes = width === 1 ? [1] : Array.from({ length: width }, (_, at) => at);
  for (const at of classes) {
    const isYes = (sample: number): boolean => targets[sample] === at;
    const thresholds = thresholdsOf(scoresOf(at), { isYes, weights });
    yield { at, support: thresholds.right.at(-1) ?? 0, thresholds };
  }
}

/** Probabilities of all samples, class by class. */
function shares(
  { outputs, weights, targets }: Rows,
  from: ScoreForm,
): (at: number) => Float64Array {
  const rows = weights.length;
  const classes = rows === 0 ? 0 : outputs.length / rows;
  const actual = Int32Array.from(targets);
  const read = { rows, columns: classes, classes, scores: outputs, actual, weights };
  const write = probabilitiesOf(read, from);
  const into = new Float64Array(classes);
  const columns = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    write(row, into);
    for (let at = 0; at < classes; at++) columns[at * rows + row] = into[at] as number;
  }
  return (at) => columns.subarray(at * rows, (at + 1) * rows);
}
