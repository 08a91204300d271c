/**
 * Places in a text: between offsets, which parsers count, and lines with columns, which people read.
 *
 * @module
 */

import type { CellPosition } from "./cell.ts";

/**
 * The lines of a text, found once and asked often.
 *
 * @example
 * ```ts
 * import { LineIndex } from "./position.ts";
 * console.assert(new LineIndex("a\nbc").position(3).column === 2);
 * ```
 */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  /**
   * @param text whose lines are meant; lines end with LF or CRLF
   */
  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#length = text.length;
  }

  /** How many lines there are; an empty text has one. */
  get count(): number {
    return this.#starts.length;
  }

  /**
   * Line and column of an offset.
   *
   * @param offset in UTF-16 units from 0; clamped to the text
   * @returns line and column, both from 1
   * @example
   * ```ts
   * import { LineIndex } from "./position.ts";
   * console.assert(new LineIndex("a\nb").position(2).line === 2);
   * ```
   */
  position(offset: number): CellPosition {
    const within = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: within - (this.#starts[low] ?? 0) + 1 };
  }

  /**
   * Offset of a line and column.
   *
   * @param position line and column, both from 1
   * @returns the offset in UTF-16 units, clamped to the text
   * @example
   * ```ts
   * import { LineIndex } from "./position.ts";
   * console.assert(new LineIndex("a\nb").offset({ line: 2, column: 1 }) === 2);
   * ```
   */
  offset(position: CellPosition): number {
    const start = this.#starts[position.line - 1] ?? this.#length;
    return Math.min(start + position.column - 1, this.#length);
  }
}
