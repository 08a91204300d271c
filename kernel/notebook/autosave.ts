/**
 * Saving a notebook while it runs, so that even a lost process loses little.
 *
 * @module
 */

import type { Notebook } from "./nbformat.ts";
import { writeNotebook } from "./write.ts";

/** Milliseconds between two savings; a notebook of quick cells is not written at each. */
const INTERVAL_MS = 2000;

/** Writes a running notebook at most every two seconds. */
export class Autosave {
  readonly #file: string;
  readonly #now: () => number;
  #last: number;

  /**
   * @param file where to write
   * @param options a clock in milliseconds; default `performance.now`
   */
  constructor(file: string, options: { readonly now?: () => number } = {}) {
    this.#file = file;
    this.#now = options.now ?? (() => performance.now());
    this.#last = this.#now();
  }

  /**
   * Saves, unless the last saving was a moment ago.
   *
   * @param notebook what has been computed so far
   */
  async save(notebook: Notebook): Promise<void> {
    if (this.#now() - this.#last < INTERVAL_MS) return;
    // A full disk must not end the run: the last writing tells of it.
    await writeNotebook(this.#file, notebook).catch(() => {});
    this.#last = this.#now();
  }
}
