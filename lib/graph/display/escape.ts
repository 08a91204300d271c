/**
 * Labels as text in Mermaid: what people name nodes must not become code.
 *
 * @module
 */

import { holdable } from "../../core/markup.ts";

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
  return holdable(text)
    .replaceAll(/[#&<>"'`|[\](){}\\;]/g, (letter) => `#${letter.codePointAt(0)};`)
    .replaceAll(/\s+/g, " ");
}
