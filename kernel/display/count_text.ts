/**
 * Counts for people to read.
 *
 * @module
 */

/**
 * Writes a whole number with commas between thousands, without loading a locale.
 *
 * @param count a whole number, not negative
 * @returns such as `1,000,000`
 * @example
 * ```ts
 * import { countText } from "./count_text.ts";
 * console.assert(countText(20000) === "20,000");
 * ```
 */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
