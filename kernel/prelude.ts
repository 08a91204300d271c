/**
 * Names that are in scope in every session without an import, loaded when a cell mentions them.
 *
 * @module
 */

/** Loaders by name. */
export const LAZY_NAMES: Readonly<Record<string, () => Promise<unknown>>> = {
  tf: () => import("../lib/tf.ts"),
};
