/**
 * What estimators with a teacher predict: numbers, or classes. A class is a row of zeros and a one,
 * so that both are rows of numbers to learn, and means of such rows are probabilities.
 *
 * @module
 */

import { type Interface, OUTPUT, type Ports, writeShape } from "../interface.ts";
import { type BuildContext, ShapeError } from "../model.ts";
import { sizeOf } from "../ports.ts";
import { predictedShape } from "./fitted_model.ts";
import { floats, type StateReader } from "./learned.ts";
import type { ModelState } from "../model.ts";
import type { Rows, Table } from "./table.ts";

/** The output where classifiers give probabilities, one for each class. */
export const PROBABILITIES = "probabilities";

/** Which classes there are. */
export interface ClassOptions {
  /** How many (0, 1, …), or their numbers; left out: those that are found when it learns. */
  readonly classes?: number | readonly number[];
}

/** Whether numbers or classes are predicted. */
export interface TaskOptions extends ClassOptions {
  /** Numbers (`regression`, the default) or classes. */
  readonly task?: "regression" | "classification";
  /** Shape of the targets of one sample in a regression; left out: as they are, or one number. */
  readonly outputShape?: readonly number[];
}

/** How targets become rows to learn, and learned rows become outputs. */
export interface Task {
  /** Shape of the targets of one sample. */
  readonly targets: readonly number[];
  readonly outputs: Ports<Interface>;
  /**
   * Targets as rows to learn.
   *
   * @param table samples
   * @param known the classes that were learned before
   * @throws RangeError for a class that is not among those
   */
  encode(table: Table, known?: Labels): Encoded;
  /** Learned rows as outputs. */
  decode(rows: Rows, labels: Labels): Ports<Rows>;
  /** Reads the classes of a state. */
  load(state: StateReader): Labels;
}

/** The numbers of classes, in order; none in a regression. */
export type Labels = Float64Array;

/** Rows to learn. */
export interface Encoded {
  readonly rows: Rows;
  readonly labels: Labels;
}

/**
 * Finds what is predicted.
 *
 * @param context what is known when the estimator is built
 * @param options numbers or classes
 * @returns how targets become rows
 * @throws ShapeError when classes are more than one number per sample
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { taskOf } from "./task.ts";
 * const context = { inputs: {}, seeds: SeedStream.from(0) };
 * Object.keys(taskOf(context, { task: "classification" }).outputs); // output, probabilities
 * ```
 */
export function taskOf(context: BuildContext, options: TaskOptions): Task {
  const { task = "regression", outputShape } = options;
  if (task === "classification") return classification(context, options);
  if (task !== "regression") {
    throw new RangeError(`Cannot learn the task "${task}": give "regression" or "classification"`);
  }
  const shape = predictedShape(context, outputShape);
  return {
    targets: shape,
    outputs: { [OUTPUT]: { shape, dtype: "float32" } },
    encode: ({ y }) => ({ rows: y, labels: new Float64Array(0) }),
    decode: (rows) => ({ [OUTPUT]: rows }),
    load: () => new Float64Array(0),
  };
}

/**
 * The classes of a classifier as part of its state.
 *
 * @param labels numbers of the classes; none in a regression
 * @returns tensors
 * @example
 * ```ts
 * import { saveLabels } from "./task.ts";
 * saveLabels(new Float64Array([0, 1, 2]));
 * ```
 */
export function saveLabels(labels: Labels): ModelState["tensors"] {
  return labels.length === 0 ? {} : { labels: floats(labels) };
}

/**
 * How many numbers each row has that an estimator learns.
 *
 * @param task what it predicts
 * @param labels the classes it has learned
 * @returns the number of classes, or of targets
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { learnedWidth, taskOf } from "./task.ts";
 * const task = taskOf({ inputs: {}, seeds: SeedStream.from(0) }, {});
 * console.log(learnedWidth(task, new Float64Array(0))); // 1
 * ```
 */
export function learnedWidth({ targets }: Task, labels: Labels): number {
  return labels.length === 0 ? sizeOf(targets) : labels.length;
}

function classification(context: BuildContext, { classes }: ClassOptions): Task {
  const targets = predictedShape(context);
  if (sizeOf(targets) !== 1) {
    throw new ShapeError("targets", {
      expected: "one class per sample",
      found: writeShape(targets),
      hint: "choose one column as target",
    });
  }
  const given = typeof classes === "number"
    ? Float64Array.from({ length: classes }, (_, at) => at)
    : classes && Float64Array.from(classes).sort();
  if (given && given.length < 2) throw new RangeError("Cannot tell fewer than 2 classes apart");
  return {
    targets,
    outputs: {
      [OUTPUT]: { shape: targets, dtype: "float32" },
      [PROBABILITIES]: { shape: [given?.length ?? null], dtype: "float32", range: [0, 1] },
    },
    encode: ({ y }, known) => oneHot(y, known ?? given ?? distinct(y)),
    decode: (rows, labels) => ({ [OUTPUT]: likeliest(rows, labels), [PROBABILITIES]: rows }),
    load: (state) => state.floats("labels", [given?.length ?? null]),
  };
}

function distinct({ data }: Rows): Labels {
  const labels = Float64Array.from(new Set(data)).sort();
  if (labels.length > 1) return labels;
  throw new RangeError(
    `Cannot learn classes of samples that are all of class ${labels[0]}: give samples of others, ` +
      "or say which classes there are (classes), such as before a partial fit",
  );
}

function oneHot({ rows, data }: Rows, labels: Labels): Encoded {
  const columns = labels.length;
  const hot = new Float64Array(rows * columns);
  const places = new Map(Array.from(labels, (label, at) => [label, at]));
  for (let row = 0; row < rows; row++) {
    const place = places.get(data[row] as number);
    if (place === undefined) {
      throw new RangeError(
        `Cannot learn the class ${data[row]}: the classes are ${labels.join(", ")}; give all of ` +
          "them as classes when the estimator is made",
      );
    }
    hot[row * columns + place] = 1;
  }
  return { rows: { rows, columns, data: hot }, labels };
}

function likeliest({ rows, columns, data }: Rows, labels: Labels): Rows {
  const found = Float64Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let at = 1; at < columns; at++) {
      if ((data[row * columns + at] as number) > (data[row * columns + best] as number)) best = at;
    }
    return labels[best] as number;
  });
  return { rows, columns: 1, data: found };
}
