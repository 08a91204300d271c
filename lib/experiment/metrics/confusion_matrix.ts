/**
 * Which class came out as which.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { showAs } from "../../core/show_as.ts";
import { chartBundle, type ResultBundle, shortNumber, textTable } from "./chart.ts";
import { sumOf } from "./class_counts.ts";
import { CLASS_PLANS, type ClassOptions } from "./class_options.ts";
import { type Confusions, gatherConfusions } from "./confusions.ts";
import { defineMetric, type MetricFunction } from "./define_metric.ts";
import { NOTHING } from "./metric.ts";

/** By what counts are divided: samples of the class, samples that came out as it, all samples. */
export type Normalization = "none" | "true" | "predicted" | "all";

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions extends ClassOptions {
  /** What the classes are called, in order; their numbers when left out. */
  readonly labels?: readonly string[];
  /** By what counts are divided; default `"none"`. What is divided by zero is 0, as in scikit-learn. */
  readonly normalize?: Normalization;
}

/** What values are called. */
const TITLES: Readonly<Record<Normalization, string>> = {
  none: "samples",
  true: "share of actual",
  predicted: "share of predicted",
  all: "share of all",
};

/** Classes whose numbers can be read beside each other. */
const MOST_READ = 20;

/** Cells that a notebook keeps; of more the greatest are drawn. */
const MOST_CELLS = 4900;

/**
 * How much of each class came out as each. In a notebook it is a heat map.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "./confusion_matrix.ts";
 * const matrix = confusionMatrix([0, 1, 1], [0, 0, 1], { from: "labels", labels: ["no", "yes"] });
 * matrix.at("no", "yes"); // 1
 * matrix.normalized("true").values; // [[0.5, 0.5], [0, 1]]
 * ```
 */
export class ConfusionMatrix {
  /** What the classes are called, in order. */
  readonly labels: readonly string[];
  /** A row for each class that was, a column for each that came out: sums of weights, or shares. */
  readonly values: readonly (readonly number[])[];
  /** By what the sums were divided. */
  readonly normalization: Normalization;

  /**
   * @param labels of the classes
   * @param values a row for each class that was, a column for each that came out
   * @param options by what the values were divided, if they were
   */
  constructor(
    labels: readonly string[],
    values: readonly (readonly number[])[],
    { normalization = "none" }: { readonly normalization?: Normalization } = {},
  ) {
    this.labels = Object.freeze([...labels]);
    this.values = Object.freeze(values.map((row) => Object.freeze([...row])));
    this.normalization = normalization;
    Object.freeze(this);
  }

  /**
   * Finds one entry.
   *
   * @param actual the label or number of the class that was
   * @param predicted that of the class that came out
   * @returns how much of the one came out as the other
   * @throws {RangeError} when there is no such class
   */
  at(actual: string | number, predicted: string | number): number {
    return this.values[this.#find(actual)]?.[this.#find(predicted)] ?? 0;
  }

  /**
   * Divides sums.
   *
   * @param by what: `"true"` gives shares of each row, `"predicted"` of each column, `"all"` of all
   * @returns another matrix
   * @throws {RangeError} when it was divided already
   */
  normalized(by: Normalization): ConfusionMatrix {
    if (this.normalization !== "none" && by !== this.normalization) {
      throw new RangeError(
        `Cannot divide by "${by}" what was divided by "${this.normalization}": begin with the counts`,
      );
    }
    if (by === this.normalization) return this;
    const rows = this.values.map(sumOf);
    const columns = this.labels.map((_, at) => sumOf(this.values.map((row) => row[at] ?? 0)));
    const whole = sumOf(rows);
    const values = this.values.map((row, was) =>
      row.map((value, came) => {
        const of = by === "true" ? rows[was] : by === "predicted" ? columns[came] : whole;
        return of ? value / of : 0;
      })
    );
    return new ConfusionMatrix(this.labels, values, { normalization: by });
  }

  /** @returns plain data */
  toJSON(): JsonObject {
    return { labels: this.labels, values: this.values, normalization: this.normalization };
  }

  #find(label: string | number): number {
    const at = typeof label === "number" ? label : this.labels.indexOf(label);
    if (at in this.labels) return at;
    throw new RangeError(
      `Cannot find the class ${JSON.stringify(label)}: there are ${this.labels.join(", ")}`,
    );
  }
}

showAs(ConfusionMatrix.prototype, showMatrix);

/**
 * Confusion matrix: how much of each class came out as each.
 *
 * Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "./confusion_matrix.ts";
 * confusionMatrix([[2, 0, 1], [0, 1, 2]], [0, 1], { normalize: "true" }).values;
 * ```
 */
export const confusionMatrix: MetricFunction<ConfusionMatrixOptions, ConfusionMatrix> =
  defineMetric({
    name: "confusionMatrix",
    measure: ({ labels, ...given }: ConfusionMatrixOptions) => {
      const plans = { ...CLASS_PLANS, normalize: ["none", "true", "predicted", "all"] } as const;
      const { normalize, ...options } = readOptions("confusionMatrix", {
        given: given as JsonObject,
        plans,
        kind: "metric",
      });
      return {
        gather: gatherConfusions(options),
        finish: (confusions) => ({
          value: new ConfusionMatrix(...named(confusions, labels)).normalized(normalize),
          reason: sumOf(confusions.counts) === 0 ? NOTHING : undefined,
        }),
      };
    },
  });

function named(
  { classes, counts }: Confusions,
  labels: readonly string[] | undefined,
): [readonly string[], readonly (readonly number[])[]] {
  if (labels !== undefined && labels.length < classes) {
    throw new RangeError(
      `Cannot name ${classes} classes with ${labels.length} labels (${labels.join(", ")}): ` +
        "give one for each",
    );
  }
  const names = labels ?? Array.from({ length: classes }, (_, at) => String(at));
  // Labels may name classes that no sample had yet.
  const values = names.map((_, was) =>
    names.map((_, came) =>
      was < classes && came < classes ? counts[was * classes + came] as number : 0
    )
  );
  return [names, values];
}

interface Cell {
  readonly actual: string;
  readonly predicted: string;
  readonly value: number;
}

function showMatrix({ labels, values, normalization }: ConfusionMatrix): ResultBundle {
  const all = labels.flatMap((actual, was) =>
    labels.map((predicted, came): Cell => ({ actual, predicted, value: values[was]?.[came] ?? 0 }))
  );
  const cells = all.length <= MOST_CELLS ? all : greatest(all).slice(0, MOST_CELLS);
  const title = TITLES[normalization];
  const most = cells.reduce((found, { value }) => Math.max(found, value), 0);
  const axes = {
    x: {
      field: "predicted",
      type: "nominal",
      sort: labels,
      axis: { labelAngle: 0, orient: "top" },
    },
    y: { field: "actual", type: "nominal", sort: labels },
  };
  const scale = { scheme: "blues", domainMin: 0 };
  const heat = {
    mark: { type: "rect", tooltip: true },
    encoding: { ...axes, color: { field: "value", type: "quantitative", title, scale } },
  };
  const format = normalization === "none" ? "," : ".2f";
  const numbers = {
    mark: { type: "text" },
    encoding: {
      ...axes,
      text: { field: "value", type: "quantitative", format },
      color: { condition: { test: `datum.value > ${most / 2}`, value: "white" }, value: "black" },
    },
  };
  const areRead = labels.length <= MOST_READ;
  const rows = values.map((row, was) => [labels[was] ?? "", ...row.map(shortNumber)]);
  const text = areRead
    ? `(${title}; rows: actual, columns: predicted)\n${textTable([["", ...labels], ...rows])}`
    : `of ${labels.length} classes, greatest confusions (${title})\n${confusionTable(all)}`;
  return chartBundle(
    {
      data: { values: cells },
      width: areRead ? { step: 44 } : 480,
      height: areRead ? { step: 32 } : 480,
      layer: areRead ? [heat, numbers] : [heat],
    },
    `Confusion matrix ${text}`,
  );
}

function confusionTable(cells: readonly Cell[]): string {
  const wrong = greatest(cells.filter(({ actual, predicted }) => actual !== predicted));
  const rows = wrong.slice(0, MOST_READ).map(({ actual, predicted, value }) => [
    actual,
    predicted,
    shortNumber(value),
  ]);
  return textTable([["actual", "predicted", ""], ...rows]);
}

function greatest(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ value }) => value > 0).sort((one, other) => other.value - one.value);
}
