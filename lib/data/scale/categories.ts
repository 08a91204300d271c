/**
 * The categories of features, for encoders: distinct texts or numbers, in ascending order.
 *
 * @module
 */

import { freeze } from "../../core/json.ts";
import { list } from "../../core/names.ts";
import { featureName, type FloatArray, type Matrix } from "./matrix.ts";

/** The categories of one feature: all texts, or all numbers. */
export type Categories = readonly (string | number)[];

/** What encoders do with samples of a category that they have not learned. */
export type UnknownPolicy = "error" | "accept";

/**
 * Learns the categories of features; what is missing is none.
 *
 * @param matrix the features
 * @param options categories that are known beforehand, for each feature
 * @returns the categories of each feature, in ascending order unless given
 * @throws {RangeError} when those given are for another number of features
 * @example
 * ```ts
 * import { learnCategories } from "./categories.ts";
 * const features = [Float64Array.of(1, 0, 1)];
 * console.log(learnCategories({ rows: 3, features, levels: [["b", "a"]] })); // [["a", "b"]]
 * ```
 */
export function learnCategories(
  matrix: Matrix,
  { categories }: { categories?: readonly Categories[] | undefined } = {},
): readonly Categories[] {
  if (categories !== undefined) {
    if (categories.length === matrix.features.length) return freeze(categories);
    throw new RangeError(
      `Cannot encode ${matrix.features.length} features with categories for ` +
        `${categories.length}: give a list for each feature`,
    );
  }
  return matrix.features.map((values, at) => {
    const distinct = new Set(values);
    distinct.delete(NaN);
    const levels = matrix.levels?.[at];
    if (levels === undefined) return freeze([...distinct].sort((a, b) => a - b));
    return freeze([...distinct].map((place) => levels[place] ?? "").sort());
  });
}

/**
 * Finds the category of each sample.
 *
 * @param matrix the features
 * @param at the place of the feature
 * @param options its categories, and what to do with others
 * @returns for each row the place of its category; NaN where it is missing, −1 where it is unknown
 * @throws {RangeError} when a category is unknown and that is refused
 * @example
 * ```ts
 * import { placesOf } from "./categories.ts";
 * const matrix = { rows: 2, features: [Float64Array.of(7, 5)] };
 * console.log(placesOf(matrix, 0, { categories: [5, 7], unknown: "error" })); // 1, 0
 * ```
 */
export function placesOf(
  matrix: Matrix,
  at: number,
  { categories, unknown }: { categories: Categories; unknown: UnknownPolicy },
): FloatArray {
  const values = matrix.features[at] as FloatArray;
  const levels = matrix.levels?.[at];
  const known = new Map(categories.map((category, place) => [category, place]));
  const ofLevel = levels?.map((level) => known.get(level) ?? -1);
  return Float64Array.from(values, (value) => {
    if (Number.isNaN(value)) return NaN;
    const place = ofLevel === undefined ? known.get(value) ?? -1 : ofLevel[value] ?? -1;
    if (place >= 0 || unknown === "accept") return place;
    throw unknownCategory(matrix, { at, category: levels?.[value] ?? value, categories });
  });
}

/**
 * Turns places of categories into a feature again.
 *
 * @param places of categories; NaN or −1 where there is none
 * @param categories of the feature
 * @returns numbers, or places of texts with those texts
 * @example
 * ```ts
 * import { fromPlaces } from "./categories.ts";
 * console.log(fromPlaces(Float64Array.of(1, 0), [5, 7]).values); // 7, 5
 * ```
 */
export function fromPlaces(
  places: FloatArray,
  categories: Categories,
): { readonly values: Float64Array; readonly levels: readonly string[] | undefined } {
  const texts = categories.filter((category) => typeof category === "string");
  if (texts.length > 0) {
    const values = Float64Array.from(places, (place) => place in texts ? place : NaN);
    return { values, levels: texts };
  }
  return {
    values: Float64Array.from(places, (place) => categories[place] as number),
    levels: undefined,
  };
}

function unknownCategory(
  matrix: Matrix,
  { at, category, categories }: { at: number; category: string | number; categories: Categories },
): RangeError {
  return new RangeError(
    `Cannot encode ${JSON.stringify(category)} in ${featureName(matrix, at)}: the encoder has ` +
      `learned ${list(categories.map(String))}; fit it to samples with every category, or choose ` +
      `another handleUnknown`,
  );
}
