/**
 * Cells that were compiled before: people run the same cell again and again.
 *
 * @module
 */

import type { CompiledCell } from "../compile/cell.ts";
import { renameCell } from "../compile/rename_cell.ts";

/** How many cells are kept; a notebook rarely has more that are at work. */
const MOST = 64;
/** Longer ones are compiled again rather than kept. */
const LONGEST = 64 * 1024;

interface Known {
  readonly cell: CompiledCell;
  /** How many names were declared: with other names another cell may come out. */
  readonly declared: number;
}

/** Compiled cells by their text, the ones used last. */
export class CompiledCells {
  readonly #known = new Map<string, Known>();

  /**
   * Finds a cell, or compiles it.
   *
   * @param source its text and its id
   * @param declared names that cells have declared; they are never fewer but for a fresh session
   * @param compile compiles the cell
   * @returns the cell under that id
   */
  find(
    { id, text }: { readonly id: string; readonly text: string },
    { declared, compile }: {
      readonly declared: ReadonlySet<string>;
      readonly compile: () => CompiledCell;
    },
  ): CompiledCell {
    const known = this.#known.get(text);
    this.#known.delete(text);
    const cell = known?.declared === declared.size ? renameCell(known.cell, id) : compile();
    if (text.length > LONGEST) return cell;
    this.#known.set(text, { cell, declared: declared.size });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return cell;
  }

  /** Forgets all: a fresh session has declared nothing. */
  clear(): void {
    this.#known.clear();
  }
}
