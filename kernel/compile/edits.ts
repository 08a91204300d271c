/**
 * Replacements in a text, with the way back from the new text to the old.
 *
 * @module
 */

import type { CellPosition } from "./cell.ts";
import { LineIndex } from "./position.ts";

/** One replacement; `start` and `end` are offsets in the old text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A text and its replacements, in order and without overlap.
 *
 * @example
 * ```ts
 * import { EditedText } from "./edits.ts";
 * const edited = new EditedText("%cd x", [{ start: 0, end: 5, text: "cd(x)" }]);
 * console.assert(edited.text === "cd(x)");
 * ```
 */
export class EditedText {
  readonly #old: string;
  readonly #edits: readonly Edit[];
  #lines: { readonly old: LineIndex; readonly new: LineIndex } | undefined;
  /** The new text. */
  readonly text: string;

  /**
   * @param old the text before
   * @param edits in order of their places
   */
  constructor(old: string, edits: readonly Edit[] = []) {
    this.#old = old;
    this.#edits = edits;
    let text = "";
    let done = 0;
    for (const edit of edits) {
      text += old.slice(done, edit.start) + edit.text;
      done = edit.end;
    }
    this.text = text + old.slice(done);
  }

  /** Whether nothing was replaced. */
  get untouched(): boolean {
    return this.#edits.length === 0;
  }

  /**
   * The place in the old text; a place inside a replacement becomes the replacement's start.
   *
   * @param position place in the new text
   * @returns place in the old text
   * @example
   * ```ts
   * import { EditedText } from "./edits.ts";
   * const edited = new EditedText("b", [{ start: 0, end: 0, text: "a + " }]);
   * console.assert(edited.original({ line: 1, column: 5 }).column === 1);
   * ```
   */
  original(position: CellPosition): CellPosition {
    if (this.untouched) return position;
    this.#lines ??= { old: new LineIndex(this.#old), new: new LineIndex(this.text) };
    return this.#lines.old.position(this.#offset(this.#lines.new.offset(position)));
  }

  #offset(offset: number): number {
    let shift = 0;
    for (const { start, end, text } of this.#edits) {
      const from = start + shift;
      if (offset < from) break;
      if (offset < from + text.length) return start;
      shift += text.length - (end - start);
    }
    return offset - shift;
  }
}
