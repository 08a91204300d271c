/**
 * Type checks that outlast their cells, for a client that also hears what comes after a cell's end.
 *
 * @module
 */

/**
 * Takes the checks of a run, so that none of its cells has to wait for one.
 *
 * @example
 * ```ts
 * import { LateChecks } from "./late_checks.ts";
 * const checks = new LateChecks();
 * checks.add(Promise.resolve("Cell [1], line 1, column 7: error TS2322"));
 * await checks.settled();
 * console.assert(checks.open === 0 && checks.found.length === 1);
 * ```
 */
export class LateChecks {
  readonly #found: (string | undefined)[] = [];
  #open = 0;
  #settled: PromiseWithResolvers<void> = Promise.withResolvers();

  /** How many are not answered yet. */
  get open(): number {
    return this.#open;
  }

  /** What was found until now, a block of text for each cell with type errors, in their order. */
  get found(): readonly string[] {
    return this.#found.filter((block) => block !== undefined);
  }

  /**
   * Takes the check of the next cell.
   *
   * @param check resolves to its block of text when that is printed below the cell, to undefined for
   *   no type errors; rejects never
   */
  add(check: Promise<string | undefined>): void {
    const place = this.#found.push(undefined) - 1;
    this.#open++;
    void check.then((block) => {
      this.#found[place] = block;
      if (--this.#open > 0) return;
      this.#settled.resolve();
      this.#settled = Promise.withResolvers();
    });
  }

  /**
   * Waits for the answers of all that were added.
   *
   * @returns a promise that resolves when none is open
   */
  settled(): Promise<void> {
    return this.#open === 0 ? Promise.resolve() : this.#settled.promise;
  }
}
