/**
 * The known word that a mistyped word most resembles.
 *
 * @module
 */

import { closest, distance } from "fastest-levenshtein";

/**
 * Finds the word somebody probably meant.
 *
 * @param word what was typed
 * @param known what exists
 * @returns the nearest known word, or undefined when none is near
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * console.assert(nearest("exprot", ["export", "run"]) === "export");
 * ```
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word, known);
  return distance(word, candidate) <= Math.max(2, word.length / 2) ? candidate : undefined;
}
