/**
 * Rows of a terminal: text laid out in columns, wrapped where the terminal ends.
 *
 * @module
 */

import { columnsOf, graphemes } from "../width.ts";
import { paint, type Style } from "./theme.ts";

/** One row, with its escape codes, and the columns it takes. */
export interface Row {
  readonly text: string;
  readonly width: number;
}

/** A place on the rows, both from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

const TAB = 4;

/** Lays text out piece by piece; used for one picture, then dropped. */
export class RowWriter {
  readonly #columns: number;
  readonly #rows: Row[] = [];
  #text = "";
  #width = 0;
  #run = "";
  #style: Style = "plain";

  /** @param columns how wide the terminal is */
  constructor(columns: number) {
    this.#columns = Math.max(2, columns);
  }

  /** Where the next character goes. */
  get place(): Place {
    return this.#width >= this.#columns
      ? { row: this.#rows.length + 1, column: 0 }
      : { row: this.#rows.length, column: this.#width };
  }

  /**
   * Adds text; `\n` begins a row, other control characters are shown as `^X`.
   *
   * @param text what to add
   * @param style how to show it
   */
  write(text: string, style: Style): void {
    for (const grapheme of graphemes(text)) {
      if (grapheme === "\n") this.endRow();
      else this.#put(this.#visible(grapheme), style);
    }
  }

  /** Begins the next row. */
  endRow(): void {
    this.#flush();
    this.#rows.push({ text: this.#text, width: this.#width });
    this.#text = "";
    this.#width = 0;
  }

  /**
   * Ends the picture.
   *
   * @param cursor a place that must lie on a row
   * @returns all rows, at least one
   */
  finish(cursor?: Place): readonly Row[] {
    this.endRow();
    while (cursor !== undefined && this.#rows.length <= cursor.row) {
      this.#rows.push({ text: "", width: 0 });
    }
    return this.#rows;
  }

  #put(text: string, style: Style): void {
    const width = columnsOf(text);
    if (this.#width + width > this.#columns) this.endRow();
    if (style !== this.#style) {
      this.#flush();
      this.#style = style;
    }
    this.#run += text;
    this.#width += width;
  }

  #flush(): void {
    this.#text += paint(this.#run, this.#style);
    this.#run = "";
  }

  #visible(grapheme: string): string {
    if (grapheme === "\t") {
      const room = Math.max(1, this.#columns - this.#width);
      return " ".repeat(Math.min(room, TAB - this.#width % TAB));
    }
    if (grapheme < " ") return `^${String.fromCharCode(grapheme.charCodeAt(0) + 64)}`;
    return grapheme === "\x7f" ? "^?" : grapheme;
  }
}

/**
 * Cuts text to a number of columns, with an ellipsis where something is lost.
 *
 * @param text one line
 * @param columns how many it may take
 * @returns the text, or its beginning
 * @example
 * ```ts
 * import { clip } from "./rows.ts";
 * console.assert(clip("abcdef", 4) === "abc…");
 * ```
 */
export function clip(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let width = 1;
  for (const grapheme of graphemes(text)) {
    width += columnsOf(grapheme);
    if (width > columns) break;
    kept += grapheme;
  }
  return columns > 0 ? `${kept}…` : "";
}
