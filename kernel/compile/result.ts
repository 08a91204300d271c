/**
 * Whether a cell shows a result: it ends in an expression without a semicolon.
 *
 * @module
 */

import { parseCell, treeOf } from "./syntax.ts";

/**
 * Decides on the text as the user wrote it, because the printed JavaScript has semicolons
 * everywhere and no types.
 *
 * @param text a cell that parses
 * @returns true if the last statement is an expression and no `;` follows it
 * @throws {CellSizeError} for too much code
 * @example
 * ```ts
 * import { endsInResult } from "./result.ts";
 * console.assert(endsInResult("a // shown") && !endsInResult("a; // hidden"));
 * ```
 */
export function endsInResult(text: string): boolean {
  if (plainlySuppressed(text)) return false;
  const last = treeOf(text, parseCell(text)).body.at(-1);
  if (last === undefined) return false;
  const expression = last.type === "ExpressionStatement" ||
    (last.type === "ExportDefaultDeclaration" &&
      !("id" in last.declaration && last.declaration.id));
  return expression && text[last.end - 1] !== ";";
}

/** Spares the tree of a long cell whose last line says it all. */
function plainlySuppressed(text: string): boolean {
  const trimmed = text.trimEnd();
  const lastLine = trimmed.slice(trimmed.lastIndexOf("\n") + 1);
  return trimmed.endsWith(";") && !lastLine.includes("/");
}
