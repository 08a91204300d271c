/**
 * How far text reaches on a terminal, so that it can be taken back.
 *
 * @module
 */

import { columnsOf, graphemes } from "../width.ts";

/** Where the cursor stands after some text, counted from where it began. */
export interface Extent {
  readonly rows: number;
  readonly column: number;
  /** False once the text moved the cursor by means we do not follow. */
  readonly exact: boolean;
}

/** No text yet, at the start of a row. */
export const NOTHING: Extent = { rows: 0, column: 0, exact: true };

const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

/** Nobody takes back more than a screen; longer text is not followed. */
const LONGEST = 20_000;

// Colours and links, which move nothing.
// deno-lint-ignore no-control-regex
const HARMLESS = /\x1b\[[0-9;:]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/**
 * Follows text over the terminal.
 *
 * @param extent where the text before it ended
 * @param text what is printed
 * @param options the terminal's width
 * @returns where it ends
 * @example
 * ```ts
 * import { extend, NOTHING } from "./extent.ts";
 * console.assert(extend(NOTHING, "a\nbc", { columns: 80 }).column === 2);
 * ```
 */
export function extend(
  extent: Extent,
  text: string,
  { columns }: { readonly columns: number },
): Extent {
  if (text.length > LONGEST) {
    return { ...extend(NOTHING, lastLine(text), { columns }), exact: false };
  }
  let { rows, column } = extent;
  const plain = text.replace(HARMLESS, "");
  for (const [run] of plain.matchAll(/\r?\n|\r|\t|[^\r\n\t]+/g)) {
    if (run.endsWith("\n")) {
      rows++;
      column = 0;
    } else if (run === "\r") column = 0;
    // A tab never wraps: it stops at the last column.
    else if (run === "\t") {
      column = Math.max(column, Math.min(columns - 1, column + 8 - column % 8));
    } else {
      const wrapped = wrap(run, { column, columns });
      rows += wrapped.rows;
      column = wrapped.column;
    }
  }
  // deno-lint-ignore no-control-regex
  return { rows, column, exact: extent.exact && !/[\x1b\b\v\f]/.test(plain) };
}

/** Text without control characters, from a column on: rows begun, and the column it ends in. */
function wrap(
  text: string,
  from: { readonly column: number; readonly columns: number },
): { readonly rows: number; readonly column: number } {
  const { columns } = from;
  if (PRINTABLE_ASCII.test(text)) {
    const end = from.column + text.length;
    const rows = Math.ceil(end / columns) - 1;
    return { rows, column: end - rows * columns };
  }
  let { column } = from;
  let rows = 0;
  for (const grapheme of graphemes(text)) {
    const width = columnsOf(grapheme);
    if (column + width > columns) {
      rows++;
      column = 0;
    }
    column += width;
  }
  return { rows, column };
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("\n") + 1, text.length - 1000));
}
