/**
 * The arguments of a command.
 *
 * @module
 */

/**
 * Splits arguments at white space; quotes keep words together.
 *
 * @param text the rest of a command's line
 * @returns words without their quotes
 * @example
 * ```ts
 * import { splitWords } from "./words.ts";
 * console.assert(splitWords(`-g "a b"`).join("|") === "-g|a b");
 * ```
 */
export function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/**
 * Takes the quotes off a text that is quoted as a whole.
 *
 * @param text such as a file name with spaces
 * @returns the text between the quotes, or the text itself
 * @example
 * ```ts
 * import { unquote } from "./words.ts";
 * console.assert(unquote(`"my data"`) === "my data");
 * ```
 */
export function unquote(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
