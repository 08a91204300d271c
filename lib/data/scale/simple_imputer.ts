/**
 * What fills missing samples: mean, median, the most frequent value, a constant.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { featureName, type FloatArray, type Matrix } from "./matrix.ts";
import { checkFeatures, checkLearned, type FittedScaler, type Scaler, scalers } from "./scaler.ts";
import { moments, quantile, sortedPresent } from "./statistics.ts";

/** Options of `SimpleImputer`. */
export interface ImputerOptions {
  /** What to fill in, learned of each feature; `mean` when left out. */
  readonly strategy?: "mean" | "median" | "mostFrequent" | "constant";
  /** The constant; 0 when left out, or "missing" for texts. */
  readonly fillValue?: number | string;
  /** Whether each number gets a second one beside it that is 1 where it was missing. */
  readonly indicator?: boolean;
}

type Fill = number | string;

/**
 * Fills missing samples, and missing numbers inside of samples. What was missing cannot be found
 * again, so that scaling back leaves the filled values.
 *
 * @example
 * ```ts
 * import { SimpleImputer } from "./simple_imputer.ts";
 * const matrix = { rows: 3, features: [Float64Array.of(1, NaN, 3)] };
 * console.log(new SimpleImputer().fit(matrix).transform(matrix).features[0]); // 1, 2, 3
 * ```
 */
export class SimpleImputer extends Configured<ImputerOptions> implements Scaler {
  readonly name = "simpleImputer";
  readonly takesTexts = true;

  /** @param config the strategy, its constant, and whether to say what was missing */
  constructor(config: ImputerOptions = {}) {
    super(checkOptions(config, {
      of: "SimpleImputer",
      known: ["strategy", "fillValue", "indicator"],
      choices: { strategy: ["mean", "median", "mostFrequent", "constant"] },
    }));
  }

  /**
   * @param matrix the features of the samples to learn from
   * @returns what fills features like these
   * @throws {TypeError} when texts are to be filled with a mean, or numbers with a text
   * @throws {RangeError} when all samples are missing, so that nothing can be learned
   */
  fit(matrix: Matrix): FittedScaler {
    const fills = matrix.features.map((_, at) => learnFill(matrix, at, this.config));
    checkLearned(matrix, fills.map((fill) => typeof fill === "number" ? [fill] : []));
    return new FittedImputer(fills, this.config.indicator ?? false);
  }

  setState(state: JsonObject): FittedScaler {
    const fills = state["fills"] as readonly Fill[];
    return new FittedImputer(fills, this.config.indicator ?? false);
  }
}

class FittedImputer implements FittedScaler {
  readonly featureWise = true;
  readonly fills = true;
  readonly widths?: readonly number[];
  readonly #values: readonly Fill[];
  readonly #indicator: boolean;

  constructor(values: readonly Fill[], indicator: boolean) {
    this.#values = freeze(values);
    this.#indicator = indicator;
    if (indicator) this.widths = values.map(() => 2);
  }

  transform(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.#values.length);
    const filled = this.#values.map((fill, at) => fillFeature(matrix, at, fill));
    const features = filled.flatMap(({ values }, at) => {
      if (!this.#indicator) return [values];
      const given = matrix.features[at] as FloatArray;
      return [values, given.map((value) => Number.isNaN(value) ? 1 : 0)];
    });
    const levels = filled.flatMap(({ levels }) => this.#indicator ? [levels, undefined] : [levels]);
    return { rows: matrix.rows, features, levels };
  }

  inverse({ rows, features, levels }: Matrix): Matrix {
    const step = this.#indicator ? 2 : 1;
    checkFeatures({ rows, features }, step * this.#values.length);
    return {
      rows,
      features: features.filter((_, at) => at % step === 0),
      levels: levels?.filter((_, at) => at % step === 0),
    };
  }

  getState(): JsonObject {
    return { fills: this.#values };
  }
}

function learnFill(
  matrix: Matrix,
  at: number,
  { strategy = "mean", fillValue, indicator = false }: ImputerOptions,
): Fill {
  const levels = matrix.levels?.[at];
  const name = featureName(matrix, at);
  if (levels !== undefined && (indicator || strategy === "mean" || strategy === "median")) {
    const wish = indicator ? "say beside them what was missing" : `take their ${strategy}`;
    throw new TypeError(
      `Cannot fill the texts of ${name} and ${wish}: ` +
        `use strategy: "mostFrequent" or "constant" without an indicator`,
    );
  }
  if (strategy === "constant") {
    const fill = fillValue ?? (levels === undefined ? 0 : "missing");
    if ((typeof fill === "string") === (levels !== undefined)) return fill;
    throw new TypeError(
      `Cannot fill ${name} with ${JSON.stringify(fill)}: it holds ` +
        `${levels === undefined ? "numbers" : "texts"}; give a fillValue of that kind`,
    );
  }
  const sorted = sortedPresent(matrix.features[at] as FloatArray);
  if (sorted.length === 0) {
    throw new RangeError(
      `Cannot learn how to fill ${name}: all of its samples are missing; ` +
        `use strategy: "constant"`,
    );
  }
  if (strategy === "mean") return moments(sorted).mean;
  if (strategy === "median") return quantile(sorted, 0.5);
  return mostFrequent(sorted, levels);
}

/** The least of those that are equally frequent, as in scikit-learn. */
function mostFrequent(sorted: FloatArray, levels: readonly string[] | undefined): Fill {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = counts.values().reduce((most, count) => Math.max(most, count), 0);
  const candidates = [...counts].filter(([, count]) => count === most).map(([value]) => value);
  if (levels === undefined) return candidates[0] as number;
  return candidates.map((place) => levels[place] ?? "").sort()[0] ?? "";
}

function fillFeature(
  { features, levels }: Matrix,
  at: number,
  fill: Fill,
): { readonly values: FloatArray; readonly levels: readonly string[] | undefined } {
  const given = features[at] as FloatArray;
  const texts = levels?.[at];
  if (typeof fill === "number") {
    return { values: given.map((value) => Number.isNaN(value) ? fill : value), levels: undefined };
  }
  const known = texts ?? [];
  const place = known.includes(fill) ? known.indexOf(fill) : known.length;
  const values = given.map((value) => Number.isNaN(value) ? place : value);
  return { values, levels: place === known.length ? [...known, fill] : known };
}

scalers.register("simpleImputer", SimpleImputer);
