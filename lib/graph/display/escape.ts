/**
 * Labels as text in markup: what people name nodes must not become code.
 *
 * @module
 */

/** Characters that XML cannot hold. */
// deno-lint-ignore no-control-regex
const FORBIDDEN_REGEXP = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Makes a text safe within XML and HTML, in elements and in attributes.
 *
 * @param text any text
 * @returns the text with entities
 * @example
 * ```ts
 * import { escapeMarkup } from "./escape.ts";
 * console.log(escapeMarkup("a<b")); // a&lt;b
 * ```
 */
export function escapeMarkup(text: string): string {
  return text.toWellFormed()
    .replaceAll(FORBIDDEN_REGEXP, "\ufffd")
    .replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/**
 * Makes a text safe within the quotes of a Mermaid label.
 *
 * @param text any text
 * @returns the text with Mermaid's entities
 * @example
 * ```ts
 * import { escapeMermaid } from "./escape.ts";
 * console.log(escapeMermaid('say "a"')); // say #34;a#34;
 * ```
 */
export function escapeMermaid(text: string): string {
  return text.toWellFormed()
    .replaceAll(FORBIDDEN_REGEXP, "\ufffd")
    .replaceAll(/[#&<>"'`|[\](){}\\;]/g, (letter) => `#${letter.codePointAt(0)};`)
    .replaceAll(/\s+/g, " ");
}
