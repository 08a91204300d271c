/**
 * An encoder of texts, truth values and numbers as 0, 1, 2, …
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { type Categories, fromPlaces, learnCategories, placesOf } from "./categories.ts";
import type { FloatArray, Matrix } from "./matrix.ts";
import { checkFeatures, type FittedScaler, type Scaler, scalers } from "./scaler.ts";

/** Options of `OrdinalEncoder`. */
export interface OrdinalOptions {
  /** The categories of each feature, in order; learned and sorted when left out. */
  readonly categories?: readonly Categories[];
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
export class OrdinalEncoder extends Configured<OrdinalOptions> implements Scaler {
  readonly name = "ordinal";
  readonly takesTexts = true;

  /** @param config categories, and what becomes of others */
  constructor(config: OrdinalOptions = {}) {
    super(config, ["categories", "handleUnknown", "unknownValue"]);
  }

  fit(matrix: Matrix): FittedScaler {
    return new FittedOrdinal(learnCategories(matrix, this.config), this.config);
  }

  setState(state: JsonObject): FittedScaler {
    return new FittedOrdinal(state["categories"] as unknown as readonly Categories[], this.config);
  }
}

class FittedOrdinal implements FittedScaler {
  readonly featureWise = true;
  readonly #categories: readonly Categories[];
  readonly #config: OrdinalOptions;

  constructor(categories: readonly Categories[], config: OrdinalOptions) {
    this.#categories = freeze(categories);
    this.#config = config;
  }

  transform(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.#categories.length);
    const { handleUnknown = "error", unknownValue = -1 } = this.#config;
    const unknown = handleUnknown === "error" ? "error" : "accept";
    const features = this.#categories.map((categories, at) => {
      return placesOf(matrix, at, { categories, unknown })
        .map((place) => place === -1 ? unknownValue : place);
    });
    return { rows: matrix.rows, features };
  }

  /** The nearest category, so that the output of a regression can be read as one. */
  inverse(matrix: Matrix): Matrix {
    checkFeatures(matrix, this.#categories.length);
    const back = this.#categories.map((categories, at) => {
      const places = (matrix.features[at] as FloatArray).map(Math.round);
      return fromPlaces(places, categories);
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
}

scalers.register("ordinal", OrdinalEncoder);
