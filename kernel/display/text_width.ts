/**
 * Columns that text takes in a terminal.
 *
 * @module
 */

/** East Asian wide characters and emoji take two columns; marks that combine take none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NARROW = /^[\u0020-\u02ff]*$/;
let segmenter: Intl.Segmenter | undefined;

/**
 * Counts the columns of a line.
 *
 * @param text one line, without control characters
 * @returns columns
 * @example
 * ```ts
 * import { textWidth } from "./text_width.ts";
 * console.assert(textWidth("e\u0301") === 1 && textWidth("漢字") === 4);
 * ```
 */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/**
 * Cuts a line to a number of columns, with "…" at the end if anything is lost.
 *
 * @param text one line
 * @param width columns, at least 1
 * @returns the line or its beginning
 * @example
 * ```ts
 * import { fitWidth } from "./text_width.ts";
 * console.assert(fitWidth("penguin", 4) === "pen…");
 * ```
 */
export function fitWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let left = width - 1;
  for (const { segment } of segments(text)) {
    left -= WIDE.test(segment) ? 2 : 1;
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * Fills a line with spaces.
 *
 * @param text one line
 * @param options columns to fill, and whether the text stands at the right
 * @returns the filled line
 * @example
 * ```ts
 * import { padWidth } from "./text_width.ts";
 * console.assert(padWidth("7", { width: 3, right: true }) === "  7");
 * ```
 */
export function padWidth(
  text: string,
  { width, right = false }: { readonly width: number; readonly right?: boolean },
): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}

/** Made at first need: it takes 7 ms, and most text is plain. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
