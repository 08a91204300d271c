/**
 * Text made safe for HTML and SVG, in content and in quoted attributes.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Replaces the five characters that mean something in markup.
 *
 * @param text any text
 * @returns text that shows as itself between tags and inside quoted attributes
 * @example
 * ```ts
 * import { escapeMarkup } from "./escape.ts";
 * console.assert(escapeMarkup("<b>") === "&lt;b&gt;");
 * ```
 */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
