/**
 * A cell that is one object: `{ a: 1 }` means the object, as in every REPL, not a block.
 *
 * @module
 */

import { EditedText } from "./edits.ts";
import { tooDeep } from "./nesting.ts";
import { parseCell } from "./syntax.ts";

/**
 * Puts parentheses around a cell that reads as an object literal.
 *
 * @param text the cell, commands already expanded
 * @returns the text, in parentheses if the whole of it is an object and no `;` ends it
 * @example
 * ```ts
 * import { encloseObject } from "./object_literal.ts";
 * console.assert(encloseObject("{ a: 1 }").text === "({ a: 1 }\n)");
 * console.assert(encloseObject("{ f(); }").untouched);
 * ```
 */
export function encloseObject(text: string): EditedText {
  if (!startsWithBrace(text) || tooDeep(text) !== undefined) return new EditedText(text);
  const enclosed = new EditedText(text, [
    { start: 0, end: 0, text: "(" },
    { start: text.length, end: text.length, text: "\n)" },
  ]);
  return parseCell(enclosed.text).errors.length === 0 ? enclosed : new EditedText(text);
}

/**
 * Whether the first thing in a text, after comments, is an opening brace.
 *
 * @param text the cell
 * @returns true for a block or an object literal
 * @example
 * ```ts
 * import { startsWithBrace } from "./object_literal.ts";
 * console.assert(startsWithBrace("// note\n{ a: 1 }"));
 * ```
 */
export function startsWithBrace(text: string): boolean {
  return /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*\{/.test(text);
}
