/**
 * Lines at which a statement may begin: outside of brackets, templates, strings and comments.
 *
 * @module
 */

import jsTokens from "js-tokens";

/**
 * Yields the start of each line that no bracket, template or comment of the text before it reaches
 * into. Reads tokens, so it goes on after text that is not a program.
 *
 * @param text of a cell
 * @param from offset at which a line starts, or the rest of a line
 * @returns offsets of line starts, `from` among them
 * @example
 * ```ts
 * import { statementLines } from "./statement_lines.ts";
 * console.assert([...statementLines("f(\n1)\ng", 0)].join() === "0,6");
 * ```
 */
export function* statementLines(text: string, from: number): Generator<number, void, void> {
  let offset = from;
  let depth = 0;
  yield offset;
  for (const token of jsTokens(text.slice(from))) {
    offset += token.value.length;
    switch (token.type) {
      case "Punctuator":
        if ("([{".includes(token.value)) depth++;
        else if (")]}".includes(token.value)) depth = Math.max(0, depth - 1);
        break;
      case "TemplateHead":
        depth++;
        break;
      case "TemplateTail":
        depth--;
        break;
      case "LineTerminatorSequence":
        if (depth === 0) yield offset;
    }
  }
}
