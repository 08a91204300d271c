/**
 * Names that compiled text brings into a session's scope, and that belong to no user.
 *
 * @module
 */

import { HOOKS } from "./hooks.ts";

/** Functions that decorators are lowered to. */
const DECORATOR_HELPERS: ReadonlySet<string> = new Set([
  "__esDecorate",
  "__propKey",
  "__runInitializers",
  "__setFunctionName",
]);
/** What TSX imports from its runtime; a digit follows where the cell has the name itself. */
const JSX_HELPER = /^_(?:jsx|jsxs|jsxDEV|jsxFileName|Fragment|createElement)\d*$/;

/**
 * Whether a name is compiled text's own.
 *
 * @param name declared at the top level of a compiled cell
 * @returns true for those that no list shows
 * @example
 * ```ts
 * import { isOwnName } from "./own_names.ts";
 * console.assert(isOwnName("_jsx") && isOwnName("__esDecorate") && !isOwnName("jsx"));
 * ```
 */
export function isOwnName(name: string): boolean {
  return name.startsWith(HOOKS) || DECORATOR_HELPERS.has(name) || JSX_HELPER.test(name);
}
