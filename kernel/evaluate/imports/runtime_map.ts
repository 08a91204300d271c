/**
 * The import map that a session's runtime is started with.
 *
 * The runtime resolves all imports of a module before it asks any hook, so the names of the
 * notebook's `deno.json` and `package.json` must be known to it where local modules use them.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { absoluteEntries, type ImportMap, readImportMap } from "./import_map.ts";

/** An import map as the runtime reads it. */
export interface RuntimeMap {
  readonly imports: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** This program: its configuration file, and the names it gives to packages. */
export interface Product {
  readonly config: string;
  readonly imports: Readonly<Record<string, string>>;
}

/**
 * Joins the names of a notebook's folder with those of this program.
 *
 * @param folder the notebook's folder, absolute
 * @param product this program, whose own modules keep their names
 * @returns the map; undefined where the folder gives no names of its own
 * @example
 * ```ts
 * import { runtimeMap } from "./runtime_map.ts";
 * console.assert(runtimeMap("/", { config: "/modulab/deno.json", imports: {} }) === undefined);
 * ```
 */
export function runtimeMap(folder: string, product: Product): RuntimeMap | undefined {
  const { entries, files }: ImportMap = readImportMap(folder);
  if (Object.keys(entries).length === 0 || files[0] === product.config) return undefined;
  return {
    imports: bareNames(folder, product),
    scopes: { [new URL("./", pathToFileURL(product.config)).href]: productNames(product) },
  };
}

/**
 * What bare names stand for in the cells of a notebook: its folder's names, then those of this
 * program, whose own modules nobody replaces.
 *
 * @param folder the notebook's folder, absolute
 * @param product this program
 * @returns specifiers by name
 * @example
 * ```ts
 * import { bareNames } from "./runtime_map.ts";
 * const product = { config: "/modulab/deno.json", imports: { vega: "npm:vega@6.4.0" } };
 * console.assert(bareNames("/", product)["vega"] === "npm:vega@6.4.0");
 * ```
 */
export function bareNames(folder: string, product: Product): Readonly<Record<string, string>> {
  const names = productNames(product);
  const ours = Object.entries(names).filter(([name]) => /^modulab(\/|$)/.test(name));
  return { ...names, ...expand(readImportMap(folder).entries), ...Object.fromEntries(ours) };
}

function productNames({ imports, config }: Product): Readonly<Record<string, string>> {
  return expand(absoluteEntries(imports, config));
}

/** `preact` stands for `preact/hooks` as well, which the runtime does for its own files only. */
function expand(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const below = Object.entries(entries)
    .filter(([name, target]) => !name.endsWith("/") && /^(npm|jsr):/.test(target))
    .map(([name, target]) => [`${name}/`, `${target.replace(/^(npm|jsr):\/?/, "$1:/")}/`] as const);
  return { ...Object.fromEntries(below), ...entries };
}
