/**
 * The functions that compiled cells call: the contract between `compile/`, which writes the calls,
 * and `evaluate/`, which puts an object of this shape into the session's global scope.
 *
 * @module
 */

/** The global name under which a session offers its hooks to compiled cells. */
export const HOOKS = "__modulab";

/** What compiled text may call, as `__modulab.<name>(…)`. */
export interface CellHooks {
  /**
   * First statement of every cell, awaited and called: leaves the inspector's dispatch (DESIGN D5)
   * and loads the lazy names the cell mentions; what it gives enters the cell's async context. That
   * must not happen earlier: the dispatch can stand amid code of another cell, which goes on behind it.
   */
  begin(cellId: string, lazyNames: readonly string[]): Promise<() => void>;
  /** Wraps every awaited value (`__modulab.guard(await x)`), throws once the cell is interrupted. */
  guard<T>(value: T): T;
  /** Wraps every thrown value (`throw __modulab.thrown(x)`): V8 knows no place of what is not an Error. */
  thrown<T>(value: T): T;
  /** First statement in the body of every `for await`, throws once the cell is interrupted. */
  check(): void;
  /** The value that a name has before its cell declares it again; undefined if it is new. */
  kept(read: () => unknown): unknown;
  /** Last in a cell that declares a built-in name: says, once, that no module sees the built-in any more. */
  hides(name: string, value: unknown): void;
  /** Takes the value of the last expression; awaits it if it is a promise. Awaited by the cell. */
  result(value: unknown): Promise<void>;
  /**
   * Stands for static and dynamic import: resolves against the notebook's folder, then imports.
   * Rejects if one of `names`, which the cell uses as values, is not exported.
   */
  import(
    specifier: string,
    options?: ImportCallOptions,
    names?: readonly string[],
  ): Promise<unknown>;
  /** Stands for `import.meta`: as if the cell were a module in the notebook's folder. */
  readonly meta?: ImportMeta;
  /** Runs a `%name` line, or a `%%name` cell with its body. Awaited by the cell. */
  command(name: string, args: string, body?: string): Promise<unknown>;
  /** `%time` and `%%time`: notes the clocks; `timeEnd` prints what passed since. */
  timeStart(): unknown;
  timeEnd(start: unknown): void;
  /** `%timeit`: runs the function until it is known how long it takes, and prints that. */
  timeit(run: () => unknown, options?: TimeitOptions): Promise<void>;
}

/** How often `%timeit` runs something. */
export interface TimeitOptions {
  /** How often in each run; default as often as takes a while. */
  readonly loops?: number;
  /** How many runs; default 7. */
  readonly runs?: number;
}
