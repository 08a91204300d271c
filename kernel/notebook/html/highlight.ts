/**
 * Code → HTML with its words marked.
 *
 * @module
 */

import highlighter from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeMarkup } from "../../../lib/core/markup.ts";

highlighter.registerLanguage("typescript", typescript);

const TYPESCRIPT_REGEXP = /^(ts|tsx|typescript|js|jsx|javascript)$/i;

/**
 * Highlights TypeScript and JavaScript; other languages are only escaped.
 *
 * @param code the text
 * @param language its name in Markdown; default TypeScript
 * @returns HTML for a `<code>` element, with `hljs-…` classes
 * @example
 * ```ts
 * import { highlight } from "./highlight.ts";
 * console.assert(highlight("const a = 1").includes("hljs-keyword"));
 * ```
 */
export function highlight(code: string, language = "typescript"): string {
  if (!TYPESCRIPT_REGEXP.test(language)) return escapeMarkup(code);
  return highlighter.highlight(code, { language: "typescript", ignoreIllegals: true }).value;
}
