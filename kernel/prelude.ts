/**
 * Names that are in scope in every session without an import, loaded when a cell mentions them:
 * `tf`, and all that `modulab` exports.
 *
 * @module
 */

import { readFileSync } from "node:fs";

const LIBRARY = "../lib/mod.ts";

/**
 * Lists the names, for the compiler; nothing is loaded for it.
 *
 * @returns `tf` and the values that `lib/mod.ts` exports by name
 * @example
 * ```ts
 * import { lazyNames } from "./prelude.ts";
 * console.assert(lazyNames().includes("tf"));
 * ```
 */
export function lazyNames(): readonly string[] {
  return ["tf", ...exportedValues(new URL(LIBRARY, import.meta.url))];
}

/** Names of values in export lists, and in those of the modules that are passed on whole. */
function exportedValues(module: URL): readonly string[] {
  const text = readFileSync(module, "utf8");
  const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)];
  const entries = lists.flatMap(([, list = ""]) => list.split(",")).map((entry) => entry.trim());
  const values = entries.filter((entry) => entry !== "" && !entry.startsWith("type "));
  const spaces = [...text.matchAll(/^export \* as (\w+)/gm)].map(([, name = ""]) => name);
  const passed = [...text.matchAll(/^export \* from "([^"]+)"/gm)]
    .flatMap(([, path = ""]) => exportedValues(new URL(path, module)));
  return [...values.map((entry) => entry.replace(/^.* as /, "")), ...spaces, ...passed];
}

/**
 * Loads what a name stands for, in the session.
 *
 * @param name one of `lazyNames()`
 * @returns its value
 * @example
 * ```ts
 * import { loadLazy } from "./prelude.ts";
 * const cellSignal = await loadLazy("cellSignal");
 * console.assert(typeof cellSignal === "function");
 * ```
 */
export async function loadLazy(name: string): Promise<unknown> {
  if (name === "tf") return await load("../lib/tf.ts");
  return (await load(LIBRARY))[name];
}

/**
 * Loads a module of this program. A specifier that stands in the text of an `import` would make
 * Deno resolve everything behind it when the session starts, wanted or not.
 */
async function load(specifier: string): Promise<Readonly<Record<string, unknown>>> {
  return await import(new URL(specifier, import.meta.url).href);
}
