/**
 * Scripts that V8 refuses although the compiler took them, such as those with an impossible regular
 * expression: nothing of them has run, but the inspector knows the place.
 *
 * @module
 */

import type { ErrorReport } from "./events.ts";
import type { ExceptionDetails } from "./inspector.ts";

/**
 * Gives the error of a refused script its place, instead of that of whatever ran at that moment.
 *
 * @param error as the session described it
 * @param told the cell, and what the inspector said; its lines and columns are from 0
 * @returns the error with one frame, at the place of the refusal
 * @example
 * ```ts
 * import { placeRefusal } from "./refusal.ts";
 * const error = { name: "SyntaxError", message: "Unterminated group", frames: [] };
 * const details = { text: "Uncaught", lineNumber: 2, columnNumber: 9 };
 * console.assert(placeRefusal(error, { id: "a", details }).frames[0]?.line === 3);
 * ```
 */
export function placeRefusal(
  error: ErrorReport,
  { id, details }: { readonly id: string; readonly details: ExceptionDetails },
): ErrorReport {
  const place = { line: details.lineNumber + 1, column: details.columnNumber + 1 };
  return { ...error, frames: [{ fn: null, file: `cell:${id}`, ...place, async: false }] };
}
