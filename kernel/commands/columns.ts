/**
 * Words in columns, as `ls` lays them out.
 *
 * @module
 */

const GAP = 2;

/**
 * Lays words out in columns of equal width, read downwards.
 *
 * @param words what to lay out
 * @param width of the whole, in characters
 * @returns lines, each with its end; nothing for no words
 * @example
 * ```ts
 * import { inColumns } from "./columns.ts";
 * console.assert(inColumns(["a", "b", "c"], 6) === "a  c\nb\n");
 * ```
 */
export function inColumns(words: readonly string[], width = 80): string {
  const column = Math.max(0, ...words.map((word) => word.length)) + GAP;
  const across = Math.max(1, Math.floor((width + GAP) / column));
  const rows = Math.ceil(words.length / across);
  let text = "";
  for (let row = 0; row < rows; row++) {
    const line = words.filter((_, index) => index % rows === row);
    text += `${line.map((word) => word.padEnd(column)).join("").trimEnd()}\n`;
  }
  return text;
}
