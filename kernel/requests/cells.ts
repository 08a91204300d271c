/**
 * The cells a kernel has run: what is needed to place their errors and their late output.
 *
 * @module
 */

import type { CompiledCell } from "../compile/cell.ts";
import type { Received } from "../wire/transport.ts";

/** A cell that runs or ran. */
export interface CellEntry {
  readonly id: string;
  /** The number of `In[n]`. */
  readonly count: number;
  readonly source: string;
  /** Whose request it is; its outputs carry this header as their parent. */
  readonly request: Received;
  readonly allowInput: boolean;
  /** Silent cells print, but show no displays and no results. */
  readonly silent: boolean;
  /** How errors call it; default `Cell [n]`. */
  readonly label?: string;
  /** The cell whose command runs this one. */
  readonly outer?: CellEntry;
  compiled: CompiledCell | undefined;
  /** Whether an interrupt came before it ended. */
  interrupted?: boolean;
  /** Ends, when it is interrupted, what the kernel itself waits for. */
  onInterrupt?: () => void;
  /** Characters printed so far. */
  printed: number;
}

/**
 * How errors call a cell.
 *
 * @param entry the cell
 * @returns `Cell [n]`, or the name of the file it was read from
 */
export function labelOf({ label, count }: CellEntry): string {
  return label ?? `Cell [${count}]`;
}

/**
 * Whether an interrupt came before a cell ended.
 *
 * @param entry the cell, which may run within another
 * @returns true if it was that cell, or one whose command runs it, that was interrupted
 * @example
 * ```ts
 * import { type CellEntry, wasInterrupted } from "./cells.ts";
 * const asksAnyway = (cell: CellEntry): boolean => !wasInterrupted(cell);
 * ```
 */
export function wasInterrupted({ interrupted = false, outer }: CellEntry): boolean {
  return interrupted || (outer !== undefined && wasInterrupted(outer));
}

/** Cells of a long day, and comm messages: older ones of either kind give up their place. */
const MOST = { cells: 5000, messages: 1000 };
/** Characters of all that are remembered; a cell of data may have a million. */
const LONGEST = 16 * 1024 * 1024;

/** Cells by id, in the order in which they ran. */
export class CellBook {
  readonly #cells = new Remembered(MOST.cells);
  /** A slider that is dragged sends hundreds; they must not push out cells. */
  readonly #messages = new Remembered(MOST.messages);
  #running: CellEntry | undefined;
  #last: CellEntry | undefined;

  /** Adds a cell; the oldest are forgotten when there are too many, or too much text in them. */
  add(entry: CellEntry): void {
    this.#cells.add(entry);
  }

  /** Adds a comm message, whose handler may print as a cell does. */
  addMessage(entry: CellEntry): void {
    this.#messages.add(entry);
  }

  /** Marks a cell as the one that runs, until the result is disposed of. */
  run(entry: CellEntry): Disposable {
    this.#running = this.#last = entry;
    return { [Symbol.dispose]: () => void (this.#running = undefined) };
  }

  /** The cell, or the comm message, of this id. */
  get(id: string | null): CellEntry | undefined {
    return id === null ? undefined : this.#cells.get(id) ?? this.#messages.get(id);
  }

  /** The cell that runs now. */
  get running(): CellEntry | undefined {
    return this.#running;
  }

  /** The cell that runs now, or ran last: whose text it is when nobody knows. */
  get latest(): CellEntry | undefined {
    return this.#running ?? this.#last;
  }
}

/** Entries by id, the newest ones. */
class Remembered {
  readonly #most: number;
  readonly #entries = new Map<string, CellEntry>();
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(id: string): CellEntry | undefined {
    return this.#entries.get(id);
  }

  add(entry: CellEntry): void {
    this.#forget(entry.id);
    this.#entries.set(entry.id, entry);
    this.#length += entry.source.length;
    for (const oldest of this.#entries.keys()) {
      const isFull = this.#entries.size > this.#most || this.#length > LONGEST;
      if (!isFull || oldest === entry.id) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#length -= this.#entries.get(id)?.source.length ?? 0;
    this.#entries.delete(id);
  }
}
