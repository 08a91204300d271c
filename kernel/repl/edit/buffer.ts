/**
 * The text being edited and the cursor in it: an immutable value.
 *
 * @module
 */

/** Text with lines ended by `\n`, and a UTF-16 offset between two of its graphemes. */
export interface Buffer {
  readonly text: string;
  readonly cursor: number;
}

/** Nothing typed yet. */
export const EMPTY: Buffer = { text: "", cursor: 0 };

/**
 * Puts text where the cursor is, and the cursor behind it.
 *
 * @param buffer the text before
 * @param text what to insert
 * @returns the text after
 * @example
 * ```ts
 * import { EMPTY, insert } from "./buffer.ts";
 * console.assert(insert(EMPTY, "ab").cursor === 2);
 * ```
 */
export function insert(buffer: Buffer, text: string): Buffer {
  return {
    text: buffer.text.slice(0, buffer.cursor) + text + buffer.text.slice(buffer.cursor),
    cursor: buffer.cursor + text.length,
  };
}

/**
 * Takes a range out; a cursor inside or behind it moves along.
 *
 * @param buffer the text before
 * @param range two offsets, in any order
 * @returns the text after, with the cursor where the range was
 * @example
 * ```ts
 * import { erase } from "./buffer.ts";
 * console.assert(erase({ text: "abc", cursor: 3 }, [1, 3]).text === "a");
 * ```
 */
export function erase(buffer: Buffer, range: readonly [number, number]): Buffer {
  const from = Math.min(...range);
  const to = Math.max(...range);
  return { text: buffer.text.slice(0, from) + buffer.text.slice(to), cursor: from };
}

/**
 * The line in which the cursor stands.
 *
 * @param buffer text and cursor
 * @returns offsets of its first character and of its end, without the `\n`
 * @example
 * ```ts
 * import { lineRange } from "./buffer.ts";
 * console.assert(lineRange({ text: "a\nbc", cursor: 3 })[0] === 2);
 * ```
 */
export function lineRange(buffer: Buffer): readonly [number, number] {
  const start = buffer.text.lastIndexOf("\n", buffer.cursor - 1) + 1;
  const end = buffer.text.indexOf("\n", buffer.cursor);
  return [buffer.cursor === 0 ? 0 : start, end < 0 ? buffer.text.length : end];
}
