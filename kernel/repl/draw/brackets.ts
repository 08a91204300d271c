/**
 * The bracket at the cursor and the one it belongs to.
 *
 * @module
 */

import type { Span } from "./highlight.ts";

const OPENING = "([{";
const CLOSING = ")]}";

/**
 * Finds a pair of brackets, one of which stands before or under the cursor.
 *
 * @param spans the text as highlighted: brackets in strings and comments do not count
 * @param cursor offset into the text
 * @returns offsets of both, or undefined
 * @example
 * ```ts
 * import { matchBrackets } from "./brackets.ts";
 * console.assert(matchBrackets([{ text: "(a)", style: "plain" }], 3)?.[0] === 0);
 * ```
 */
export function matchBrackets(
  spans: readonly Span[],
  cursor: number,
): readonly [number, number] | undefined {
  const pairs = bracketPairs(spans);
  for (const place of [cursor - 1, cursor]) {
    const pair = pairs.find(([open, close]) => open === place || close === place);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

function bracketPairs(spans: readonly Span[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  const open: { readonly place: number; readonly bracket: string }[] = [];
  let offset = 0;
  for (const span of spans) {
    if (span.style === "plain") {
      for (let index = 0; index < span.text.length; index++) {
        const character = span.text.charAt(index);
        if (OPENING.includes(character)) open.push({ place: offset + index, bracket: character });
        const kind = CLOSING.indexOf(character);
        if (kind < 0 || open.at(-1)?.bracket !== OPENING[kind]) continue;
        pairs.push([open.pop()?.place ?? 0, offset + index]);
      }
    }
    offset += span.text.length;
  }
  return pairs;
}
