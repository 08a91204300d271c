/**
 * Whether a text can be run as it stands: what a terminal asks when Enter is pressed.
 *
 * @module
 */

import jsTokens from "js-tokens";
import { findCommand } from "./catalogue.ts";
import { cellCommand, expandCommands } from "./commands.ts";
import { tooDeep } from "./nesting.ts";
import { startsWithBrace } from "./object_literal.ts";
import { CellSyntaxError, isUnfinished, parseCell } from "./syntax.ts";

/** The answer; `indent` is what the next line should begin with. */
export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

const INDENT = "  ";

/**
 * Judges a text.
 *
 * A `%%` command takes lines until one is empty. An unknown command counts as complete: running it
 * tells more than refusing the key.
 *
 * @param text the cell so far
 * @returns complete, incomplete with the indentation of the next line, or invalid
 * @example
 * ```ts
 * import { isComplete } from "./is_complete.ts";
 * console.assert(isComplete("f(1)").status === "complete");
 * console.assert(isComplete("f(1").status === "incomplete");
 * console.assert(isComplete("f 1").status === "invalid");
 * ```
 */
export function isComplete(text: string): Completeness {
  const command = cellCommand(text);
  if (command !== undefined && findCommand(command) !== undefined) {
    return /\n[ \t]*\r?\n?$/.test(text.replace(/^\s*/, ""))
      ? { status: "complete" }
      : { status: "incomplete", indent: "" };
  }
  if (tooDeep(text) !== undefined) return { status: "invalid" };
  try {
    return judge(expandCommands(text).edited.text);
  } catch (error) {
    if (error instanceof CellSyntaxError) return { status: "complete" };
    throw error;
  }
}

function judge(text: string): Completeness {
  const { errors } = parseCell(text);
  if (errors.length === 0) return { status: "complete" };
  const unfinished = isUnfinished(text, errors);
  if (!startsWithBrace(text)) {
    return unfinished ? { status: "incomplete", indent: indentAfter(text) } : { status: "invalid" };
  }
  const asObject = parseCell(`(${text}`).errors;
  const closed = parseCell(`(${text}\n)`).errors;
  if (closed.length === 0) return { status: "complete" };
  return unfinished || isUnfinished(`(${text}`, asObject)
    ? { status: "incomplete", indent: indentAfter(text) }
    : { status: "invalid" };
}

/** The last line's indentation, one step deeper if that line opens more than it closes. */
function indentAfter(text: string): string {
  let indent = "";
  let opened = 0;
  let continues = false;
  for (const token of jsTokens(text)) {
    if (token.type === "LineTerminatorSequence") {
      continues = false;
      opened = 0;
      indent = "";
    } else if (token.type === "WhiteSpace") {
      if (!continues) indent = token.value;
    } else if (isOpenText(token)) {
      return "";
    } else if (!token.type.endsWith("Comment")) {
      continues = true;
      if (token.type === "TemplateHead" || "([{".includes(token.value)) opened++;
      else if (token.type === "TemplateTail" || ")]}".includes(token.value)) opened--;
    } else {
      continues = true;
    }
  }
  return opened > 0 ? indent + INDENT : indent;
}

function isOpenText(token: { readonly type: string; readonly closed?: boolean }): boolean {
  return token.closed === false &&
    (token.type === "MultiLineComment" || token.type.includes("Template"));
}
