/**
 * What a terminal would show of printed text.
 *
 * @module
 */

/**
 * Lets backspaces and carriage returns act, so that a progress bar printed a hundred times is one.
 *
 * @param text what was printed
 * @returns what is left to read
 * @example
 * ```ts
 * import { settle } from "./terminal_text.ts";
 * console.assert(settle("10 %\r20 %\n") === "20 %\n");
 * ```
 */
export function settle(text: string): string {
  if (!/[\b\r]/.test(text)) return text;
  return text.split("\n").map(settleLine).join("\n");
}

function settleLine(line: string): string {
  const ended = line.endsWith("\r");
  const last = (ended ? line.slice(0, -1) : line).split("\r").at(-1) ?? "";
  let settled = last;
  if (last.includes("\b")) {
    const kept: string[] = [];
    for (const character of last) {
      if (character === "\b") kept.pop();
      else kept.push(character);
    }
    settled = kept.join("");
  }
  return ended ? settled + "\r" : settled;
}
