/**
 * Which cell a piece of code belongs to, through awaits, timers and promises.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import type { CellAnnouncement } from "../events.ts";

/** What is thrown inside a cell that was interrupted. */
export class InterruptedError extends Error {
  override readonly name = "Interrupted";
  constructor(message = "The cell was interrupted") {
    super(message);
  }
}

/** A cell while it runs, and for as long as anything it started goes on. */
export class CellContext {
  readonly announcement: CellAnnouncement;
  #abort: AbortController | undefined;
  #interrupted = false;
  #aftermath: CellContext | undefined;
  /** The value of the last expression, once there is one. */
  value: unknown = undefined;

  /** @param announcement what the kernel said of the cell */
  constructor(announcement: CellAnnouncement) {
    this.announcement = announcement;
  }

  /** Aborts when the cell is interrupted. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#interrupted) this.#abort.abort(new InterruptedError());
    return this.#abort.signal;
  }

  /** Makes every guarded await of the cell throw, and aborts its signal. */
  interrupt(): void {
    this.#interrupted = true;
    this.#abort?.abort(new InterruptedError());
  }

  /**
   * The cell for what the runtime calls, such as handlers of servers: an interrupt has not stopped it,
   * or clients would wait in vain for answers of handlers whose every await throws.
   */
  get lasting(): CellContext {
    if (!this.#interrupted) return this;
    return this.#aftermath ??= new CellContext(this.announcement);
  }

  /** Throws if the cell was interrupted. */
  check(): void {
    if (this.#interrupted) throw new InterruptedError();
  }
}

/** More scripts are never on their way at a time. */
const ON_THEIR_WAY = 16;

const storage = new AsyncLocalStorage<CellContext | undefined>();

/** The cells of one session. */
export class Cells {
  readonly #cells = new Map<string, CellContext>();
  /** Interrupted while their scripts were on their way, or when they had just ended; oldest first. */
  readonly #early = new Set<string>();
  #last: CellContext | undefined;

  /**
   * Makes a cell known before it runs.
   *
   * @param announcement what the kernel says of it
   * @throws InterruptedError if it was interrupted before
   */
  announce(announcement: CellAnnouncement): void {
    if (this.#early.delete(announcement.id)) throw new InterruptedError();
    this.#cells.set(announcement.id, new CellContext(announcement));
  }

  /**
   * Makes a cell the one that started last.
   *
   * @param id as announced
   * @returns the cell
   */
  start(id: string): CellContext {
    const cell = this.get(id);
    this.#last = cell;
    return cell;
  }

  /**
   * Enters a cell: from here on, the current async context belongs to it.
   *
   * @param id as announced
   * @returns the cell
   */
  enter(id: string): CellContext {
    const cell = this.get(id);
    storage.enterWith(cell);
    return cell;
  }

  /** @returns the cell of this id; its context lives until `forget` */
  get(id: string): CellContext {
    const cell = this.#cells.get(id);
    if (!cell) throw new RangeError(`Cannot find cell ${id}: it was not announced`);
    return cell;
  }

  /** Interrupts a cell, in whose context listeners of its signal run; one that is still to come never begins. */
  interrupt(id: string): void {
    const cell = this.#cells.get(id);
    if (cell) return storage.run(cell, () => cell.interrupt());
    this.#early.add(id);
    const [oldest] = this.#early;
    if (this.#early.size > ON_THEIR_WAY && oldest !== undefined) this.#early.delete(oldest);
  }

  /** Drops the id; what the cell started keeps its context through the async storage. */
  forget(id: string): void {
    this.#cells.delete(id);
    this.#leave(id);
  }

  /**
   * Drops the id of a cell that has ended, unless its value will be asked for.
   *
   * @returns false if it was never announced
   */
  end(id: string): boolean {
    const cell = this.#cells.get(id);
    if (cell?.announcement.keep) this.#leave(id);
    else this.forget(id);
    return cell !== undefined;
  }

  /**
   * Makes a function run as code of the cell to which the running code belongs, whoever calls it; also
   * after an interrupt of that cell.
   *
   * @param callback called with its own `this`
   * @returns the same function, bound to the cell, of the same length: `Deno.serve` gives no request to
   * a handler that takes none
   */
  bind<This, Args extends unknown[], Result>(
    callback: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result {
    const cell = this.current();
    const bound = function (this: This, ...args: Args): Result {
      return storage.run(cell?.lasting, () => callback.apply(this, args));
    };
    return Object.defineProperty(bound, "length", { value: callback.length });
  }

  /**
   * Calls a function as code of a cell, which an interrupt does not stop.
   *
   * @param cell whose output it makes
   * @param callback called at once
   * @returns what it returns
   */
  run<Result>(cell: CellContext, callback: () => Result): Result {
    return storage.run(cell.lasting, callback);
  }

  /** The cell that the running code belongs to. */
  current(): CellContext | undefined {
    return storage.getStore();
  }

  /** The cell that started last, until it ends. */
  last(): CellContext | undefined {
    return this.#last;
  }

  /** The kernel may begin cells that never reach the session: text of an ended cell has to name it. */
  #leave(id: string): void {
    if (this.#last?.announcement.id === id) this.#last = undefined;
  }
}
