/**
 * An encoder of texts, truth values and numbers as 0, 1, 2, …
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import { type Categories, placesOf } from "./categories.ts";
import { CategoryEncoder, type CategoryOptions, FittedEncoder } from "./category_encoder.ts";
import type { FloatArray, Matrix } from "./matrix.ts";
import { checkFeatures, type FittedScaler, scalers } from "./scaler.ts";

/** Options of `OrdinalEncoder`. */
export interface OrdinalOptions extends CategoryOptions {
  /** What becomes of categories not learned: refused when left out, or `unknownValue`. */
  readonly handleUnknown?: "error" | "useEncodedValue";
  /** The number of categories not learned; −1 when left out. */
  readonly unknownValue?: number;
}

/**
 * Numbers categories from 0. Missing samples stay missing.
 *
 * @example
 * ```ts
 * import { OrdinalEncoder } from "./ordinal_encoder.ts";
 * const matrix = { rows: 2, features: [Float64Array.of(0, 1)], levels: [["warm", "cold"]] };
 * console.log(new OrdinalEncoder().fit(matrix).transform(matrix).features[0]); // 1, 0
 * ```
 */
export class OrdinalEncoder extends CategoryEncoder<OrdinalOptions> {
  readonly name = "ordinal";

  /** @param config categories, and what becomes of others */
  constructor(config: OrdinalOptions = {}) {
    super(checkOptions(config, {
      of: "OrdinalEncoder",
      known: ["categories", "handleUnknown", "unknownValue"],
      choices: { handleUnknown: ["error", "useEncodedValue"] },
    }));
  }

  protected encode(categories: readonly Categories[]): FittedScaler {
    return new FittedOrdinal(categories, this.config);
  }
}

class FittedOrdinal extends FittedEncoder {
  readonly #config: OrdinalOptions;

  constructor(categories: readonly Categories[], config: OrdinalOptions) {
    super(categories);
    this.#config = config;
  }

  transform(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.categories.length);
    const { handleUnknown = "error", unknownValue = -1 } = this.#config;
    const unknown = handleUnknown === "error" ? "error" : "accept";
    const features = this.categories.map((categories, at) => {
      return placesOf(matrix, at, { categories, unknown })
        .map((place) => place === -1 ? unknownValue : place);
    });
    return { rows: matrix.rows, features };
  }

  protected widthOf(): number {
    return 1;
  }

  /** The nearest category, so that the output of a regression can be read as one. */
  protected placesIn([values]: readonly FloatArray[]): FloatArray {
    return (values as FloatArray).map(Math.round);
  }
}

scalers.register("ordinal", OrdinalEncoder);
