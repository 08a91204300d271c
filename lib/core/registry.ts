/**
 * Things that saved files name: looked up by a name in any casing.
 *
 * @module
 */

import { quote, UnknownNameError } from "./names.ts";

/**
 * What can be made by name.
 *
 * @example
 * ```ts
 * import { Registry } from "./registry.ts";
 * const colours = new Registry<string>("colour", { red: "#f00" });
 * console.log(colours.get("Red")); // #f00
 * ```
 */
export class Registry<T> {
  readonly #kind: string;
  readonly #entries = new Map<string, { name: string; value: T }>();

  /**
   * @param kind what an entry is, in the singular
   * @param entries the first entries
   */
  constructor(kind: string, entries: Readonly<Record<string, T>> = {}) {
    this.#kind = kind;
    for (const [name, value] of Object.entries(entries)) this.register(name, value);
  }

  /**
   * Adds an entry, so that files which name it can be loaded.
   *
   * @param name its name; its casing is kept and does not matter
   * @param value what the name stands for
   * @throws {RangeError} when the name stands for something else already
   */
  register(name: string, value: T): void {
    const key = plain(name);
    const taken = this.#entries.get(key);
    if (taken !== undefined && taken.value !== value) {
      throw new RangeError(
        `Cannot register the ${this.#kind} ${quote(name)}: ` +
          `${quote(taken.name)} is registered already; choose another name`,
      );
    }
    this.#entries.set(key, { name, value });
  }

  /**
   * Finds an entry.
   *
   * @param name its name, in any casing
   * @returns what it stands for
   * @throws {UnknownNameError} when nothing has that name
   */
  get(name: string): T {
    const entry = this.#entries.get(plain(name));
    if (entry !== undefined) return entry.value;
    throw new UnknownNameError(this.#kind, name, {
      known: this.names,
      hint: `register your own ${this.#kind} by name before it is used`,
    });
  }

  /**
   * Whether an entry has a name.
   *
   * @param name in any casing
   * @returns false where `get` would throw
   */
  has(name: string): boolean {
    return this.#entries.has(plain(name));
  }

  /** The names, in the order of their registration. */
  get names(): readonly string[] {
    return [...this.#entries.values()].map(({ name }) => name);
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}
