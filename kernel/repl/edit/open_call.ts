/**
 * The call whose arguments are being typed.
 *
 * @module
 */

import jsTokens from "js-tokens";
import type { Buffer } from "./buffer.ts";

/** A call, and which of its arguments the cursor stands in. */
export interface OpenCall {
  /** Where its bracket stands. */
  readonly bracket: number;
  /** Counted from 0. */
  readonly argument: number;
}

interface Bracket {
  readonly at: number;
  readonly calls: boolean;
  commas: number;
}

/** Words with a bracket behind them that call nothing. */
const NO_CALL: ReadonlySet<string> = new Set(
  "await case catch do else for function if in instanceof new of return switch throw typeof void while with yield"
    .split(" "),
);

/**
 * Finds the innermost call around the cursor; brackets in texts and comments do not count.
 *
 * @param buffer half-written code and the cursor
 * @returns the call, or undefined where the cursor stands in none
 * @example
 * ```ts
 * import { openCall } from "./open_call.ts";
 * console.assert(openCall({ text: "f(1, ", cursor: 5 })?.argument === 1);
 * ```
 */
export function openCall({ text, cursor }: Buffer): OpenCall | undefined {
  const open: Bracket[] = [];
  let before = "";
  let at = 0;
  for (const { type, value } of jsTokens(text.slice(0, cursor))) {
    if (type === "Punctuator" || type.startsWith("Template")) {
      if (/^[)\]}]/.test(value)) open.pop();
      if (/[([{]$/.test(value)) open.push({ at, calls: value === "(" && ends(before), commas: 0 });
      const inner = open.at(-1);
      if (value === "," && inner) inner.commas++;
    }
    if (!/^(WhiteSpace|LineTerminator|\w+Comment)/.test(type)) before = value;
    at += value.length;
  }
  const inner = open.at(-1);
  return inner?.calls ? { bracket: inner.at, argument: inner.commas } : undefined;
}

/** Whether something that can be called ends with this token. */
function ends(token: string): boolean {
  return /^(?:[)\]]|#?[\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.test(token) && !NO_CALL.has(token);
}
