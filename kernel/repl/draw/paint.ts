/**
 * From one picture to the next: the escape codes that change only what differs.
 *
 * @module
 */

import type { Frame } from "./frame.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const ERASE_ROW = "\x1b[K";
const ERASE_BELOW = "\x1b[J";

/**
 * Draws a picture over the one before it.
 *
 * @param before what the terminal shows, its cursor where the picture says; absent for nothing
 * @param after what it is to show
 * @returns text for the terminal
 * @example
 * ```ts
 * import { paintFrame } from "./paint.ts";
 * const frame = { rows: [{ text: "a", width: 1 }], cursor: { row: 0, column: 1 } };
 * console.assert(paintFrame(frame, frame) === "\x1b[?25l\r\r\x1b[1C\x1b[?25h");
 * ```
 */
export function paintFrame(before: Frame | undefined, after: Frame): string {
  let text = HIDE_CURSOR + up(before?.cursor.row ?? 0) + "\r";
  for (const [index, row] of after.rows.entries()) {
    if (index > 0) text += "\r\n";
    // The row is emptied first: behind a full row the cursor still stands on its last character.
    if (before?.rows[index]?.text !== row.text) text += ERASE_ROW + row.text;
  }
  const last = after.rows.length - 1;
  if (before !== undefined && before.rows.length > after.rows.length) {
    text += `\x1b[1B\r${ERASE_BELOW}${up(1)}`;
  }
  return text + up(last - after.cursor.row) + "\r" + right(after.cursor.column) + SHOW_CURSOR;
}

/**
 * Takes a picture away and puts the cursor where it began.
 *
 * @param frame what the terminal shows
 * @returns text for the terminal
 * @example
 * ```ts
 * import { eraseFrame } from "./paint.ts";
 * const frame = { rows: [{ text: "a", width: 1 }], cursor: { row: 0, column: 1 } };
 * console.assert(eraseFrame(frame) === "\r\x1b[J");
 * ```
 */
export function eraseFrame(frame: Frame): string {
  return `${up(frame.cursor.row)}\r${ERASE_BELOW}`;
}

/**
 * The same picture after the terminal got another width and wrapped its rows anew.
 *
 * @param frame what the terminal showed
 * @param columns its new width
 * @returns a picture whose cursor stands as many rows below its beginning as it does now
 * @example
 * ```ts
 * import { reflow } from "./paint.ts";
 * const frame = { rows: [{ text: "abcd", width: 4 }], cursor: { row: 0, column: 3 } };
 * console.assert(reflow(frame, 2).cursor.row === 1);
 * ```
 */
export function reflow(frame: Frame, columns: number): Frame {
  const { row, column } = frame.cursor;
  const above = frame.rows.slice(0, row)
    .reduce((sum, { width }) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  return {
    rows: frame.rows,
    cursor: { row: above + Math.floor(column / columns), column: column % columns },
  };
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}

function right(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : "";
}
