/**
 * Places in a text as the language server counts them: lines from 0, columns in UTF-16 units.
 *
 * @module
 */

import type { Position } from "vscode-languageserver-types";

/**
 * The position of an offset.
 *
 * @param text any text
 * @param offset in UTF-16 units; clamped to the text
 * @returns line and column, both from 0
 * @example
 * ```ts
 * import { positionAt } from "./text_position.ts";
 * console.assert(positionAt("a\nbc", 3).line === 1);
 * ```
 */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset)).split(LINE_END);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/**
 * The offset of a position.
 *
 * @param text any text
 * @param position line and column from 0; clamped to the text
 * @returns in UTF-16 units
 * @example
 * ```ts
 * import { offsetAt } from "./text_position.ts";
 * console.assert(offsetAt("a\nbc", { line: 1, character: 1 }) === 3);
 * ```
 */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) {
    LINE_END_FROM.lastIndex = start;
    const end = LINE_END_FROM.exec(text);
    if (!end) return text.length;
    start = LINE_END_FROM.lastIndex;
  }
  return Math.min(start + character, text.length);
}

const LINE_END = /\r\n|\n|\r/;
const LINE_END_FROM = /\r\n|\n|\r/g;
