/**
 * The Arrow library, loaded when a table is first written or read: importing it takes 50 ms.
 *
 * @module
 */

/** What `apache-arrow` exports. */
export type ArrowLibrary = typeof import("apache-arrow");

// Not a literal: Deno would resolve the package when this file is imported.
const NAME = "apache-arrow";

/**
 * Loads the library.
 *
 * @returns what it exports
 * @example
 * ```ts
 * import { loadArrow } from "./arrow_library.ts";
 * const { tableFromIPC } = await loadArrow();
 * ```
 */
export async function loadArrow(): Promise<ArrowLibrary> {
  return await import(NAME);
}
