/**
 * An encoder of categories as one number each, of which one is 1.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import { type Categories, placesOf } from "./categories.ts";
import { CategoryEncoder, type CategoryOptions, FittedEncoder } from "./category_encoder.ts";
import type { FloatArray, Matrix } from "./matrix.ts";
import { checkFeatures, type FittedScaler, scalers } from "./scaler.ts";

/** Options of `OneHotEncoder`. */
export interface OneHotOptions extends CategoryOptions {
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
export class OneHotEncoder extends CategoryEncoder<OneHotOptions> {
  readonly name = "oneHot";

  /** @param config categories, what becomes of others, and which one to drop */
  constructor(config: OneHotOptions = {}) {
    super(checkOptions(config, {
      of: "OneHotEncoder",
      known: ["categories", "handleUnknown", "drop"],
      choices: { handleUnknown: ["error", "ignore"], drop: ["first", "ifBinary"] },
    }));
  }

  protected encode(categories: readonly Categories[]): FittedScaler {
    return new FittedOneHot(categories, this.config);
  }
}

class FittedOneHot extends FittedEncoder {
  readonly widths: readonly number[];
  readonly #config: OneHotOptions;

  constructor(categories: readonly Categories[], config: OneHotOptions) {
    super(categories);
    this.#config = config;
    this.widths = categories.map((one) => this.widthOf(one));
  }

  transform(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.categories.length);
    const unknown = this.#config.handleUnknown === "ignore" ? "accept" : "error";
    const features = this.categories.flatMap((categories, at) => {
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

  protected widthOf(categories: Categories): number {
    return categories.length - this.#dropped(categories);
  }

  #dropped(categories: Categories): 0 | 1 {
    const { drop } = this.#config;
    return drop === "first" || (drop === "ifBinary" && categories.length === 2) ? 1 : 0;
  }

  /**
   * The category with the greatest number. The one dropped has what the others lack to 1; where none
   * is dropped, zeros stand for no category.
   */
  protected placesIn(
    hot: readonly FloatArray[],
    { categories, rows }: { categories: Categories; rows: number },
  ): Float64Array {
    const dropped = this.#dropped(categories);
    const places = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let [best, most, sum, isZero] = [-1, -Infinity, 0, true];
      for (const [place, values] of hot.entries()) {
        const value = values[row] as number;
        sum += value;
        isZero &&= value === 0;
        if (value > most) [best, most] = [place + dropped, value];
      }
      if (dropped === 0) places[row] = isZero ? -1 : best;
      else places[row] = 1 - sum > most ? 0 : best;
    }
    return places;
  }
}

scalers.register("oneHot", OneHotEncoder);
