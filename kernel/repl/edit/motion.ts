/**
 * Where the cursor goes: each motion maps a buffer to an offset.
 *
 * @module
 */

import { columnsOf, graphemes } from "../width.ts";
import { type Buffer, lineRange } from "./buffer.ts";

/** A way to move; also what a deletion deletes up to. */
export type Motion = (buffer: Buffer) => number;

const WORD_BEHIND = /[\p{L}\p{N}_$]+[^\p{L}\p{N}_$]*$/u;
const WORD_AHEAD = /^[^\p{L}\p{N}_$]*[\p{L}\p{N}_$]+/u;

/** What motions there are. */
export type MotionName =
  | "left"
  | "right"
  | "wordLeft"
  | "wordRight"
  | "bigWordLeft"
  | "lineStart"
  | "lineEnd"
  | "start"
  | "end";

/** The motions by name; words are identifiers, `bigWordLeft` takes all up to white space. */
export const MOTIONS: Readonly<Record<MotionName, Motion>> = {
  left,
  right,
  wordLeft: (buffer) => behind(buffer, WORD_BEHIND),
  wordRight: (buffer) =>
    buffer.cursor + (WORD_AHEAD.exec(ahead(buffer))?.[0] ?? ahead(buffer)).length,
  bigWordLeft: (buffer) => behind(buffer, /\S+\s*$/u),
  lineStart: (buffer) => lineRange(buffer)[0],
  lineEnd: (buffer) => lineRange(buffer)[1],
  start: () => 0,
  end: (buffer) => buffer.text.length,
};

function left(buffer: Buffer): number {
  const [start] = lineRange(buffer);
  if (buffer.cursor === start) return Math.max(0, start - 1);
  const last = graphemes(buffer.text.slice(start, buffer.cursor)).at(-1) ?? "";
  return buffer.cursor - last.length;
}

function right(buffer: Buffer): number {
  const [, end] = lineRange(buffer);
  if (buffer.cursor === end) return Math.min(buffer.text.length, end + 1);
  const [first = ""] = graphemes(buffer.text.slice(buffer.cursor, end));
  return buffer.cursor + first.length;
}

function behind(buffer: Buffer, pattern: RegExp): number {
  const text = buffer.text.slice(0, buffer.cursor);
  return pattern.exec(text)?.index ?? 0;
}

function ahead(buffer: Buffer): string {
  return buffer.text.slice(buffer.cursor);
}

/**
 * The column of the cursor in its line, counted as the terminal shows it.
 *
 * @param buffer text and cursor
 * @returns the column, from 0
 * @example
 * ```ts
 * import { columnOf } from "./motion.ts";
 * console.assert(columnOf({ text: "漢a", cursor: 1 }) === 2);
 * ```
 */
export function columnOf(buffer: Buffer): number {
  return columnsOf(buffer.text.slice(lineRange(buffer)[0], buffer.cursor));
}

/**
 * The place above or below the cursor.
 *
 * @param buffer text and cursor
 * @param options how many lines down (negative is up), and the column to keep
 * @returns the offset, or undefined where there is no such line
 * @example
 * ```ts
 * import { vertical } from "./motion.ts";
 * console.assert(vertical({ text: "ab\nc", cursor: 2 }, { lines: 1, column: 2 }) === 4);
 * ```
 */
export function vertical(
  buffer: Buffer,
  options: { readonly lines: 1 | -1; readonly column: number },
): number | undefined {
  const [start, end] = lineRange(buffer);
  if (options.lines < 0 ? start === 0 : end === buffer.text.length) return undefined;
  const other = { text: buffer.text, cursor: options.lines < 0 ? start - 1 : end + 1 };
  const [from, to] = lineRange(other);
  let offset = from;
  let column = 0;
  for (const grapheme of graphemes(buffer.text.slice(from, to))) {
    column += columnsOf(grapheme);
    if (column > options.column) break;
    offset += grapheme.length;
  }
  return offset;
}
