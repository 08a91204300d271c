/**
 * An encoder of categories as one number each, of which one is 1.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { type Categories, fromPlaces, learnCategories, placesOf } from "./categories.ts";
import type { FloatArray, Matrix } from "./matrix.ts";
import { checkFeatures, type FittedScaler, type Scaler, scalers } from "./scaler.ts";

/** Options of `OneHotEncoder`. */
export interface OneHotOptions {
  /** The categories of each feature, in order; learned and sorted when left out. */
  readonly categories?: readonly Categories[];
  /** What becomes of categories not learned: refused when left out, or zeros. */
  readonly handleUnknown?: "error" | "ignore";
  /** A category that gets no number of its own: the first, or the first where there are two. */
  readonly drop?: "first" | "ifBinary";
}

/**
 * Gives each category a number of its own: a scalar with k categories becomes a sample of shape [k].
 * Missing samples stay missing.
 *
 * @example
 * ```ts
 * import { OneHotEncoder } from "./one_hot_encoder.ts";
 * const matrix = { rows: 2, features: [Float64Array.of(0, 1)], levels: [["chg", "dchg"]] };
 * console.log(new OneHotEncoder().fit(matrix).transform(matrix).features); // 1, 0 and 0, 1
 * ```
 */
export class OneHotEncoder extends Configured<OneHotOptions> implements Scaler {
  readonly name = "oneHot";
  readonly takesTexts = true;

  /** @param config categories, what becomes of others, and which one to drop */
  constructor(config: OneHotOptions = {}) {
    super(config, ["categories", "handleUnknown", "drop"]);
  }

  fit(matrix: Matrix): FittedScaler {
    return new FittedOneHot(learnCategories(matrix, this.config), this.config);
  }

  setState(state: JsonObject): FittedScaler {
    return new FittedOneHot(state["categories"] as unknown as readonly Categories[], this.config);
  }
}

class FittedOneHot implements FittedScaler {
  readonly featureWise = true;
  readonly widths: readonly number[];
  readonly #categories: readonly Categories[];
  readonly #config: OneHotOptions;

  constructor(categories: readonly Categories[], config: OneHotOptions) {
    this.#categories = freeze(categories);
    this.#config = config;
    this.widths = categories.map((one) => one.length - this.#dropped(one));
  }

  transform(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.#categories.length);
    const unknown = this.#config.handleUnknown === "ignore" ? "accept" : "error";
    const features = this.#categories.flatMap((categories, at) => {
      const dropped = this.#dropped(categories);
      const places = placesOf(matrix, at, { categories, unknown });
      const hot = Array.from(
        { length: categories.length - dropped },
        () => new Float32Array(matrix.rows),
      );
      for (let row = 0; row < matrix.rows; row++) {
        const place = places[row] as number;
        if (Number.isNaN(place)) { for (const values of hot) values[row] = NaN; }
        else hot[place - dropped]?.fill(1, row, row + 1);
      }
      return hot;
    });
    return { rows: matrix.rows, features };
  }

  /** The category with the greatest number; zeros stand for the one dropped, or for none. */
  inverse(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.widths.reduce((sum, width) => sum + width, 0));
    let start = 0;
    const back = this.#categories.map((categories, at) => {
      const hot = matrix.features.slice(start, start += this.widths[at] as number);
      return fromPlaces(this.#hottest(hot, { rows: matrix.rows, categories }), categories);
    });
    return {
      rows: matrix.rows,
      features: back.map(({ values }) => values),
      levels: back.map(({ levels }) => levels),
    };
  }

  getState(): JsonObject {
    return { categories: this.#categories };
  }

  #dropped(categories: Categories): 0 | 1 {
    const { drop } = this.#config;
    return drop === "first" || (drop === "ifBinary" && categories.length === 2) ? 1 : 0;
  }

  #hottest(
    hot: readonly FloatArray[],
    { rows, categories }: { rows: number; categories: Categories },
  ): Float64Array {
    const dropped = this.#dropped(categories);
    const places = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let [best, most, sum] = [-1, -Infinity, 0];
      for (const [place, values] of hot.entries()) {
        const value = values[row] as number;
        sum += value;
        if (value > most) [best, most] = [place + dropped, value];
      }
      places[row] = sum === 0 ? dropped - 1 : best;
    }
    return places;
  }
}

scalers.register("oneHot", OneHotEncoder);
