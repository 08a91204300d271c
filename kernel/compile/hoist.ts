/**
 * Order: imports and functions go before the statements that may need them, as in a module.
 *
 * @module
 */

import type MagicString from "magic-string";
import type { Directive, Statement } from "oxc-parser";
import { isCommand } from "./placeholder.ts";

/**
 * Moves top-level functions to the top, and imports to the top or behind the last command that
 * stands before them (`%cd folder` is meant to work on the imports below it).
 *
 * @param text the cell's JavaScript, under edit
 * @param body its statements
 * @returns the first statement that was not moved, if any
 * @example
 * ```ts
 * import MagicString from "magic-string";
 * import { parseSync } from "oxc-parser";
 * import { hoist } from "./hoist.ts";
 * const text = new MagicString("a;function f() {}");
 * hoist(text, parseSync("cell.js", text.original).program.body);
 * console.assert(text.toString() === "function f() {}a;");
 * ```
 */
export function hoist(
  text: MagicString,
  body: readonly (Statement | Directive)[],
): Statement | Directive | undefined {
  let first: Statement | Directive | undefined;
  let firstSinceCommand: Statement | Directive | undefined;
  for (const statement of body) {
    if (isFunction(statement)) {
      if (first !== undefined) text.move(statement.start, statement.end, first.start);
    } else if (isImport(statement)) {
      if (firstSinceCommand !== undefined) {
        text.move(statement.start, statement.end, firstSinceCommand.start);
      }
    } else {
      first ??= statement;
      if (isCommand(statement)) firstSinceCommand = undefined;
      else firstSinceCommand ??= statement;
    }
  }
  return first;
}

/** `import …` and `export … from "…"`. */
function isImport(statement: Statement | Directive): boolean {
  return statement.type === "ImportDeclaration" || statement.type === "ExportAllDeclaration" ||
    (statement.type === "ExportNamedDeclaration" && statement.source !== null);
}

function isFunction(statement: Statement | Directive): boolean {
  if (statement.type === "ExportNamedDeclaration") {
    return statement.declaration?.type === "FunctionDeclaration";
  }
  if (statement.type === "ExportDefaultDeclaration") {
    return statement.declaration.type === "FunctionDeclaration" &&
      statement.declaration.id !== null;
  }
  return statement.type === "FunctionDeclaration";
}
