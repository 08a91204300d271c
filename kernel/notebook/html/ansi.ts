/**
 * Terminal text → HTML.
 *
 * @module
 */

import { AnsiUp } from "ansi_up";
import { settle } from "../terminal_text.ts";

/** What a terminal hides: control characters and sequences that set no colour. */
const HIDDEN_REGEXP =
  // deno-lint-ignore no-control-regex
  /\x1b\[[0-9;?]*[A-Za-ln-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]/g;

/**
 * Turns colour codes into spans with `ansi-…` classes; everything else is escaped.
 *
 * @param text what was printed
 * @returns HTML for a `<pre>` element
 * @example
 * ```ts
 * import { ansiToHtml } from "./ansi.ts";
 * console.assert(ansiToHtml("\x1b[31mred") === '<span class="ansi-red-fg">red</span>');
 * ```
 */
export function ansiToHtml(text: string): string {
  const converter = new AnsiUp();
  converter.use_classes = true;
  return converter.ansi_to_html(settle(text).replace(HIDDEN_REGEXP, ""));
}
