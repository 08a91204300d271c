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
  const names = expand(absoluteEntries(product.imports, product.config));
  const ours = Object.entries(names).filter(([name]) => /^modulab(\/|$)/.test(name));
  return {
    imports: { ...names, ...expand(entries), ...Object.fromEntries(ours) },
    scopes: { [new URL("./", pathToFileURL(product.config)).href]: names },
  };
}

/** `preact` stands for `preact/hooks` as well, which the runtime does for its own files only. */
function expand(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const below = Object.entries(entries)
    .filter(([name, target]) => !name.endsWith("/") && /^(npm|jsr):/.test(target))
    .map(([name, target]) => [`${name}/`, `${target.replace(/^(npm|jsr):\/?/, "$1:/")}/`] as const);
  return { ...Object.fromEntries(below), ...entries };
}
