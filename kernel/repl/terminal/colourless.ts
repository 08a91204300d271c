/**
 * A terminal without colours, for `NO_COLOR`.
 *
 * @module
 */

import type { ReplOutput } from "./terminal.ts";

// deno-lint-ignore no-control-regex
const SGR = /\x1b\[([0-9;:]*)m/g;
const KEPT: ReadonlySet<string> = new Set(["", "0", "1", "4", "7"]);

/**
 * The same output, save that nothing is coloured: bold, underlined and inverse text stay.
 *
 * @param output a terminal
 * @returns an output that drops colours, also those of programs
 * @example
 * ```ts
 * import { colourless } from "./colourless.ts";
 * import { systemOutput } from "./terminal.ts";
 * colourless(systemOutput()).write("\x1b[31m\x1b[0m");
 * ```
 */
export function colourless(output: ReplOutput): ReplOutput {
  return {
    isTerminal: () => output.isTerminal(),
    size: () => output.size(),
    onResize: (listener) => output.onResize(listener),
    write: (text) => output.write(text.replace(SGR, (_whole, codes: string) => kept(codes))),
  };
}

function kept(codes: string): string {
  const parts = codes.split(";");
  // 38 and 48 are followed by numbers that mean a colour, not an attribute.
  const colour = parts.findIndex((part) => part === "38" || part === "48");
  const left = parts.slice(0, colour < 0 ? parts.length : colour).filter((part) => KEPT.has(part));
  return left.length > 0 ? `\x1b[${left.join(";")}m` : "";
}
