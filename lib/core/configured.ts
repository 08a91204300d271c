/**
 * Things that can be written down as plain data and made again.
 *
 * Config is structure: the options that something was made with. State is what it has learned or
 * holds: `fromConfig(config)` and then `setState(state)` give an equal one.
 *
 * @module
 */

import { freeze, type JsonObject } from "./json.ts";
import { checkOptions } from "./options.ts";
import type { Registry } from "./registry.ts";

/** Something with a registered name and options that are plain data. */
export interface Configurable {
  /** The name under which its kind is registered. */
  readonly name: string;
  /** @returns plain data from which an equal one is made */
  getConfig(): JsonObject;
}

/** Something that holds what its config does not say. */
export interface Stateful<S, T> {
  /** @returns what it holds, as frozen plain data */
  getState(): S;
  /**
   * Puts a state into something of an equal config. Values never change, so that this gives another.
   *
   * @param state what `getState()` of an equal one gave
   * @returns one in that state
   */
  setState(state: S): T;
}

/** What makes a thing again: the name of its kind, and its options. */
export interface NamedConfig {
  readonly name: string;
  readonly config: JsonObject;
}

/**
 * Writes a thing down.
 *
 * @param thing with a registered name
 * @returns frozen plain data for `fromNamedConfig`
 * @example
 * ```ts
 * import { toNamedConfig } from "./configured.ts";
 * toNamedConfig({ name: "simple", getConfig: () => ({ batchSize: 8 }) });
 * ```
 */
export function toNamedConfig(thing: Configurable): NamedConfig {
  return freeze({ name: thing.name, config: thing.getConfig() });
}

/**
 * Makes a thing again.
 *
 * @param saved what `toNamedConfig` gave
 * @param registry where its kind is registered
 * @returns an equal thing
 * @throws {UnknownNameError} when nothing of that name is registered
 * @example
 * ```ts
 * import { fromNamedConfig } from "./configured.ts";
 * import { Registry } from "./registry.ts";
 * const sizes = new Registry("size", { big: ({ by = 1 }: { by?: number }) => 10 * by });
 * console.log(fromNamedConfig({ name: "big", config: { by: 2 } }, sizes)); // 20
 * ```
 */
export function fromNamedConfig<T>(
  { name, config }: NamedConfig,
  registry: Registry<(config: JsonObject) => T>,
): T {
  return registry.get(name)(config);
}

/**
 * A thing that is made of options which are plain data.
 *
 * @example
 * ```ts
 * import { Configured } from "./configured.ts";
 * class Twice extends Configured<{ by?: number }> {}
 * console.log(Twice.fromConfig({ by: 2 }).getConfig()); // { by: 2 }
 * ```
 */
export abstract class Configured<C extends object> {
  readonly #config: Readonly<C>;

  /**
   * @param config its options; a frozen copy is kept
   * @param known names of all options there are, where others are to be refused
   * @throws {UnknownNameError} when there is no such option
   */
  constructor(config: C, known?: readonly (keyof C & string)[]) {
    if (known !== undefined) checkOptions(config, { of: new.target.name, known });
    this.#config = freeze({ ...config });
  }

  /** Its options. */
  protected get config(): Readonly<C> {
    return this.#config;
  }

  /** @returns its options, from which `fromConfig` makes an equal one */
  getConfig(): JsonObject {
    return this.#config as JsonObject;
  }

  /**
   * Makes one again.
   *
   * @param config what `getConfig()` of an equal one gave
   * @returns an equal one
   */
  static fromConfig<T>(this: new (config: never) => T, config: JsonObject): T {
    return new this(config as never);
  }
}
