/**
 * What a session remembers of its cells: `In`, `Out`, `_`, `__`, `___`.
 *
 * @module
 */

/** The names under which earlier sources and results can be reached. */
export const RESULT_NAMES: readonly string[] = ["In", "Out", "_", "__", "___"];

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
    for (const [name, get] of Object.entries(getters)) {
      const set = (value: unknown): void => {
        Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
      };
      Object.defineProperty(globalThis, name, { get, set, configurable: true });
    }
  }
}
