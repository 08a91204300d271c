/**
 * Checks of plain data that anybody may have written, before anything is made of it.
 *
 * @module
 */

import { list } from "./names.ts";

/** Makes the error for a place where something else should be. */
export type Refusal = (path: string, expected: string) => Error;

/** Says what stands at a place, or refuses it. */
export interface ConfigChecks {
  /** @returns the object at a path such as `nodes[2]` */
  readonly objectAt: (value: unknown, path: string) => Readonly<Record<string, unknown>>;
  /** @returns the list */
  readonly listAt: (value: unknown, path: string) => readonly unknown[];
  /** @returns the text */
  readonly textAt: (value: unknown, path: string) => string;
  /** @returns the finite number */
  readonly numberAt: (value: unknown, path: string) => number;
}

/** Plain data from which nothing can be made. */
export class ConfigError extends SyntaxError {
  override readonly name = "ConfigError";
  /** Where, such as `losses[0].on`. */
  readonly path: string;

  /**
   * @param path where
   * @param expected what should be there
   * @param of what was to be made
   */
  constructor(path: string, expected: string, of: string) {
    super(`Cannot read the config of ${of}: ${path} must be ${expected}`);
    this.path = path;
  }
}

/**
 * Checks that share an error.
 *
 * @param refusal makes the error, which is thrown
 * @returns checks of objects, lists, texts and numbers
 * @example
 * ```ts
 * import { checksOf, ConfigError } from "./check_config.ts";
 * const { textAt } = checksOf((path, expected) => new ConfigError(path, expected, "a loss"));
 * textAt("Head", "on"); // Head
 * ```
 */
export function checksOf(refusal: Refusal): ConfigChecks {
  return {
    objectAt: (value, path) => {
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        return value as Readonly<Record<string, unknown>>;
      }
      throw refusal(path, "an object");
    },
    listAt: (value, path) => {
      if (Array.isArray(value)) return value;
      throw refusal(path, "a list");
    },
    textAt: (value, path) => {
      if (typeof value === "string") return value;
      throw refusal(path, "text");
    },
    numberAt: (value, path) => {
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw refusal(path, "a number");
    },
  };
}

/**
 * Refuses keys that nothing reads, which are mostly typing errors.
 *
 * @param value an object
 * @param options where it stands, the keys there are, and what makes the error
 * @example
 * ```ts
 * import { ConfigError, knownKeys } from "./check_config.ts";
 * const refusal = (path: string, expected: string) => new ConfigError(path, expected, "a loss");
 * knownKeys({ on: "Head" }, { path: "loss", keys: ["on"], refusal });
 * ```
 */
export function knownKeys(
  value: Readonly<Record<string, unknown>>,
  { path, keys, refusal }: {
    readonly path: string;
    readonly keys: readonly string[];
    readonly refusal: Refusal;
  },
): void {
  const strange = Object.keys(value).find((key) => !keys.includes(key));
  if (strange !== undefined) {
    throw refusal(`${path}.${strange}`, `left out: there is ${list(keys)}`);
  }
}
