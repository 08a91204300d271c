/**
 * Cursor positions: Jupyter counts code points, JavaScript counts UTF-16 units.
 *
 * @module
 */

/**
 * UTF-16 offset of a cursor that is given in code points.
 *
 * @param text any text
 * @param codePoints how many code points stand before the cursor; clamped to the text
 * @returns offset in UTF-16 units
 * @example
 * ```ts
 * import { toUtf16 } from "./cursor.ts";
 * console.assert(toUtf16("🐧 a", 1) === 2);
 * ```
 */
export function toUtf16(text: string, codePoints: number): number {
  let offset = 0;
  for (let passed = 0; passed < codePoints && offset < text.length; passed++) {
    offset += unitsAt(text, offset);
  }
  return offset;
}

/**
 * Cursor in code points of a UTF-16 offset.
 *
 * @param text any text
 * @param offset in UTF-16 units; clamped to the text, and to the start of a surrogate pair
 * @returns how many code points stand before it
 * @example
 * ```ts
 * import { toCodePoints } from "./cursor.ts";
 * console.assert(toCodePoints("🐧 a", 2) === 1);
 * ```
 */
export function toCodePoints(text: string, offset: number): number {
  let codePoints = 0;
  const end = Math.min(offset, text.length);
  for (let at = 0; at < end; codePoints++) {
    at += unitsAt(text, at);
    if (at > end) break;
  }
  return codePoints;
}

/** 2 for a surrogate pair; half a pair counts as one code point. */
function unitsAt(text: string, offset: number): 1 | 2 {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}
