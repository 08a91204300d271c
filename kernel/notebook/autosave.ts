/**
 * Saving a notebook while it runs, so that even a lost process loses little.
 *
 * @module
 */

import type { Notebook } from "./nbformat.ts";
import { writeNotebook } from "./write.ts";

/** Milliseconds from a change to its saving; a notebook of quick cells is not written at each. */
const INTERVAL_MS = 2000;

/** Writes a running notebook two seconds after it has changed, also while a long cell runs. */
export class Autosave implements AsyncDisposable {
  readonly #file: string;
  readonly #interval: number;
  #latest: Notebook | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /**
   * @param file where to write
   * @param options milliseconds from a change to its saving; default 2000
   */
  constructor(file: string, options: { readonly interval?: number } = {}) {
    this.#file = file;
    this.#interval = options.interval ?? INTERVAL_MS;
  }

  /**
   * Sees to it that a notebook is saved soon.
   *
   * @param notebook what has been computed so far
   */
  save(notebook: Notebook): void {
    this.#latest = notebook;
    this.#timer ??= setTimeout(() => this.#write(), this.#interval);
  }

  /** Saves no more; resolves when nothing is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #write(): void {
    const notebook = this.#latest;
    this.#timer = undefined;
    if (notebook === undefined) return;
    // A full disk must not end the run: the last writing tells of it.
    const write = (): Promise<void> => writeNotebook(this.#file, notebook).catch(() => {});
    this.#writing = this.#writing.then(write);
  }
}
