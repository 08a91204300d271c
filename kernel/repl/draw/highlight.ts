/**
 * What each piece of a cell is, so that it can be coloured. It reads half-written text too.
 *
 * @module
 */

import jsTokens, { type Token } from "js-tokens";
import type { Style } from "./theme.ts";

/** A piece of text of one style. Spans joined are the whole text. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  ("abstract as asserts async await break case catch class const continue debugger declare " +
    "default delete do else enum export extends finally for from function get if implements " +
    "import in infer instanceof interface is keyof let namespace new of override private " +
    "protected public readonly return satisfies set static super switch this throw try type " +
    "typeof using var void while with yield").split(" "),
);
const CONSTANTS: ReadonlySet<string> = new Set("true false null undefined NaN Infinity".split(" "));
const TYPES: ReadonlySet<string> = new Set(
  "any bigint boolean never number object string symbol unknown".split(" "),
);
/** Words that are also good names; a keyword only where a word or a bracket follows. */
const CONTEXTUAL: ReadonlySet<string> = new Set(
  "abstract as asserts async declare from get infer is namespace of override readonly set static type using"
    .split(" "),
);
const COMMAND_LINE = /^(?:%%?[^\n]*|\?{1,2}[^\n?]+|[\w$.]+\?{1,2}[ \t]*)$/;

/**
 * Splits a cell into spans.
 *
 * @param text the cell, finished or not
 * @returns its spans, in order
 * @example
 * ```ts
 * import { highlight } from "./highlight.ts";
 * console.assert(highlight("let a")[0]?.style === "keyword");
 * ```
 */
export function highlight(text: string): readonly Span[] {
  if (text.startsWith("%%")) return cellCommand(text);
  const spans: Span[] = [];
  for (const run of commandRuns(text)) {
    if (run.command) spans.push({ text: run.text, style: "command" });
    else spans.push(...highlightCode(run.text));
  }
  return spans;
}

/** Only the first line of a `%%` cell is ours; of the rest we know nothing, save in timing cells. */
function cellCommand(text: string): readonly Span[] {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  const body = text.slice(first.length);
  const rest: readonly Span[] = /^%%(?:time|timeit|capture|silent)\b/.test(first)
    ? highlightCode(body)
    : [{ text: body, style: "plain" }];
  return [{ text: first, style: "command" }, ...rest];
}

/** Cuts out the lines that are commands, unless they stand inside a template or a comment. */
function commandRuns(text: string): readonly { text: string; command: boolean }[] {
  const runs: { text: string; command: boolean }[] = [];
  let code = "";
  for (const line of text.split(/(?<=\n)/)) {
    const bare = line.replace(/\n$/, "");
    if (COMMAND_LINE.test(bare) && !isOpen(code)) {
      if (code !== "") runs.push({ text: code, command: false });
      runs.push({ text: line, command: true });
      code = "";
    } else code += line;
  }
  if (code !== "") runs.push({ text: code, command: false });
  return runs;
}

function isOpen(code: string): boolean {
  if (!/[`/]/.test(code)) return false;
  const tokens = Array.from(jsTokens(code));
  return tokens.some((token) => "closed" in token && !token.closed && token.value.includes("\n"));
}

function highlightCode(code: string): readonly Span[] {
  const tokens = Array.from(jsTokens(code));
  return tokens.map((token, index) => ({
    text: token.value,
    style: styleOf(token, { before: tokens[index - 1], after: nextSolid(tokens, index) }),
  }));
}

function nextSolid(tokens: readonly Token[], index: number): Token | undefined {
  for (let next = index + 1; next < tokens.length; next++) {
    const token = tokens[next];
    if (token?.type !== "WhiteSpace") return token;
  }
  return undefined;
}

function styleOf(
  token: Token,
  around: { readonly before: Token | undefined; readonly after: Token | undefined },
): Style {
  switch (token.type) {
    case "StringLiteral":
    case "NoSubstitutionTemplate":
    case "TemplateHead":
    case "TemplateMiddle":
    case "TemplateTail":
      return "string";
    case "NumericLiteral":
      return "number";
    case "RegularExpressionLiteral":
      return "regexp";
    case "SingleLineComment":
    case "MultiLineComment":
    case "HashbangComment":
      return "comment";
    case "IdentifierName":
      return wordStyle(token.value, around);
    default:
      return "plain";
  }
}

function wordStyle(
  word: string,
  around: { readonly before: Token | undefined; readonly after: Token | undefined },
): Style {
  const { before, after } = around;
  const member = before?.value === "." || before?.value === "?.";
  if (!member) {
    const followed = after !== undefined && /^[\p{L}_$[{*"']/u.test(after.value);
    if (KEYWORDS.has(word) && (!CONTEXTUAL.has(word) || followed)) return "keyword";
    if (CONSTANTS.has(word)) return "number";
    if (TYPES.has(word)) return "type";
  }
  if (after?.value === "(") return "function";
  return /^\p{Lu}/u.test(word) ? "type" : "plain";
}
