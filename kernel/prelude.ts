/**
 * Names that are in scope in every session without an import, loaded when a cell mentions them.
 *
 * @module
 */

/**
 * Loads a module of this program. A specifier that stands in the text of an `import` would make
 * Deno resolve everything behind it when the session starts, wanted or not.
 */
function load(specifier: string): Promise<unknown> {
  return import(new URL(specifier, import.meta.url).href);
}

/** Loaders by name. */
export const LAZY_NAMES: Readonly<Record<string, () => Promise<unknown>>> = {
  tf: () => load("../lib/tf.ts"),
};
