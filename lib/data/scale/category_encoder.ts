/**
 * What encoders of categories have in common.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { type Categories, fromPlaces, learnCategories } from "./categories.ts";
import type { FloatArray, Matrix } from "./matrix.ts";
import { checkFeatures, type FittedScaler, type Scaler } from "./scaler.ts";

/** Options of every encoder. */
export interface CategoryOptions {
  /** The categories of each feature, in order; learned and sorted when left out. */
  readonly categories?: readonly Categories[];
}

/** Learns the categories of each feature. */
export abstract class CategoryEncoder<C extends CategoryOptions> extends Configured<C>
  implements Scaler {
  abstract readonly name: string;
  readonly takesTexts = true;

  /** Makes what encodes these categories. */
  protected abstract encode(categories: readonly Categories[]): FittedScaler;

  fit(matrix: Matrix): FittedScaler {
    return this.encode(learnCategories(matrix, this.config));
  }

  setState(state: JsonObject): FittedScaler {
    return this.encode(state["categories"] as unknown as readonly Categories[]);
  }
}

/** Encodes the categories that were learned, and finds them again. */
export abstract class FittedEncoder implements FittedScaler {
  readonly featureWise = true;
  /** The categories of each feature. */
  protected readonly categories: readonly Categories[];

  /** @param categories of each feature */
  constructor(categories: readonly Categories[]) {
    this.categories = freeze(categories);
  }

  abstract transform(matrix: Matrix): Matrix;

  /** How many features the categories of one become. */
  protected abstract widthOf(categories: Categories): number;

  /** The places of the categories that features stand for; −1 for none. */
  protected abstract placesIn(
    features: readonly FloatArray[],
    options: { categories: Categories; rows: number },
  ): FloatArray;

  inverse(matrix: Matrix): Matrix {
    const widths = this.categories.map((categories) => this.widthOf(categories));
    checkFeatures(matrix, widths.reduce((sum, width) => sum + width, 0));
    let start = 0;
    const back = this.categories.map((categories, at) => {
      const own = matrix.features.slice(start, start += widths[at] as number);
      const places = this.placesIn(own, { categories, rows: matrix.rows });
      return fromPlaces(places, categories);
    });
    return {
      rows: matrix.rows,
      features: back.map(({ values }) => values),
      levels: back.map(({ levels }) => levels),
    };
  }

  getState(): JsonObject {
    return { categories: this.categories };
  }
}
