/**
 * What a session remembers of its cells: `In`, `Out`, `_`, `__`, `___`, and `_7` for `Out[7]`.
 *
 * @module
 */

/** Keeps sources and results, and shows them as globals. */
export class Results {
  readonly #sources: string[] = [""];
  readonly #values: Record<number, unknown> = {};
  #recent: readonly unknown[] = [];

  /** Notes the source of a cell. */
  source(count: number, text: string): void {
    this.#sources[count] = text;
  }

  /** Notes a result; `undefined` is no result. */
  value(count: number, value: unknown): void {
    if (value === undefined) return;
    this.#values[count] = value;
    this.#recent = [value, ...this.#recent.slice(0, 2)];
    const name = `_${count}`;
    // Another of this name is a cell's, or that of the same count.
    if (!Object.hasOwn(globalThis, name)) define(name, () => this.#values[count]);
  }

  /** Defines the globals. A cell that assigns to one of them keeps its own value from then on. */
  install(): void {
    const getters: Record<string, () => unknown> = {
      In: () => this.#sources,
      Out: () => this.#values,
      _: () => this.#recent[0],
      __: () => this.#recent[1],
      ___: () => this.#recent[2],
    };
    for (const [name, get] of Object.entries(getters)) define(name, get);
  }
}

function define(name: string, get: () => unknown): void {
  const set = (value: unknown): void => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  };
  Object.defineProperty(globalThis, name, { get, set, configurable: true });
}
