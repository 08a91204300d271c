/**
 * The options that all walks hand on to the engine.
 *
 * @module
 */

import type { CompileOptions } from "../engine/compile.ts";

/** A record, so that the type checker asks for options that are added elsewhere. */
const KNOWN: Readonly<Record<keyof CompileOptions, true>> = {
  seeds: true,
  engine: true,
  threads: true,
  execution: true,
  precision: true,
  checkFinite: true,
  signal: true,
};

/** Their names. */
export const ENGINE_OPTIONS: readonly (keyof CompileOptions)[] = Object.freeze(
  Object.keys(KNOWN) as (keyof CompileOptions)[],
);

/**
 * What of some options is the engine's.
 *
 * @param options of any walk
 * @returns engine, threads, seeds, checks
 * @example
 * ```ts
 * import { engineOptions } from "./engine_options.ts";
 * engineOptions({ threads: 1 }); // { threads: 1 }
 * ```
 */
export function engineOptions(options: CompileOptions): CompileOptions {
  const given = ENGINE_OPTIONS.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}
