/**
 * Graphemes and the columns they take in a terminal.
 *
 * @module
 */

import stringWidth from "string-width";

const SEGMENTER: Intl.Segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const ASCII = /^[\x20-\x7e]*$/;

/**
 * Splits text into what a reader sees as characters.
 *
 * @param text any text
 * @returns its graphemes, which joined are the text
 * @example
 * ```ts
 * import { graphemes } from "./width.ts";
 * console.assert(graphemes("e\u0301x").length === 2);
 * ```
 */
export function graphemes(text: string): readonly string[] {
  if (ASCII.test(text)) return text.split("");
  return Array.from(SEGMENTER.segment(text), (segment) => segment.segment);
}

/**
 * Columns that text without line ends takes: two for wide characters and emoji, none for colours.
 *
 * @param text one line
 * @returns the number of columns
 * @example
 * ```ts
 * import { columnsOf } from "./width.ts";
 * console.assert(columnsOf("漢a") === 3);
 * ```
 */
export function columnsOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}
