/**
 * What the server says, without our own names in it.
 *
 * @module
 */

/**
 * Takes the names of our documents, and links that lead nowhere but within the server, out of a type
 * or a message.
 *
 * @param text such as `import("file:///…/__modulab_cell_3").User`
 * @returns such as `User`
 * @example
 * ```ts
 * import { withoutInternals } from "./server_text.ts";
 * console.assert(withoutInternals('import("file:///a/__modulab_cell_3").User') === "User");
 * ```
 */
export function withoutInternals(text: string): string {
  return text
    .replace(/import\("(?:modulab:|[^"]*__modulab_)[^"]*"\)\./g, "")
    .replace(/typeof import\("[^"]*__modulab_[^"]*"\)/g, "module")
    .replace(/"modulab:(?=[^"\n]*")/g, '"')
    .replace(/\bglobalThis\.(?=\w+: )/g, "")
    .replace(/\[([^\]\n]*)\]\((?:deno:|[^)\s]*__modulab_)[^)\s]*\)/g, "$1")
    .replace(/^(```\w*\n)?\(alias\) /gm, "$1");
}

/**
 * First paragraph of a documentation.
 *
 * @param markdown the whole
 * @returns the part before the first empty line or tag
 * @example
 * ```ts
 * import { summary } from "./server_text.ts";
 * console.assert(summary("Adds.\n\n*@param* a").startsWith("Adds."));
 * ```
 */
export function summary(markdown: string): string {
  return markdown.trim().split(/\n\s*\n|\n(?=\*@)/)[0] ?? "";
}
