/**
 * Colours, by what is shown.
 *
 * @module
 */

/** What a piece of text is. */
export type Style =
  | "plain"
  | "keyword"
  | "type"
  | "string"
  | "number"
  | "regexp"
  | "comment"
  | "command"
  | "function"
  | "match"
  | "prompt"
  | "result"
  | "error"
  | "dim"
  | "selected";

/** Select Graphic Rendition parameters; the 16 base colours, so that a terminal's own theme holds. */
const SGR: Readonly<Record<Style, string>> = {
  plain: "",
  keyword: "35",
  type: "36",
  string: "32",
  number: "33",
  regexp: "31",
  comment: "90",
  command: "1;34",
  function: "34",
  match: "1;4",
  prompt: "1;32",
  result: "1;31",
  error: "31",
  dim: "90",
  selected: "7",
};

/**
 * Colours a text.
 *
 * @param text what to show
 * @param style what it is
 * @returns the text between escape codes
 * @example
 * ```ts
 * import { paint } from "./theme.ts";
 * console.assert(paint("1", "number") === "\x1b[33m1\x1b[0m");
 * ```
 */
export function paint(text: string, style: Style): string {
  const sgr = SGR[style];
  return sgr === "" || text === "" ? text : `\x1b[${sgr}m${text}\x1b[0m`;
}
