/**
 * Texts within markup: what people name things must not become code.
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
 * import { escapeMarkup } from "./markup.ts";
 * console.log(escapeMarkup("a<b")); // a&lt;b
 * ```
 */
export function escapeMarkup(text: string): string {
  return holdable(text).replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/**
 * Replaces what markup cannot hold at all.
 *
 * @param text any text
 * @returns well-formed Unicode without control characters
 * @example
 * ```ts
 * import { holdable } from "./markup.ts";
 * console.log(holdable("a\u0000b")); // a\ufffdb
 * ```
 */
export function holdable(text: string): string {
  return text.toWellFormed().replaceAll(FORBIDDEN_REGEXP, "\ufffd");
}
