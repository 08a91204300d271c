/**
 * The names a module exports, read from its text and the texts of the modules it passes on.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { parseSync } from "oxc-parser";

/**
 * Exported names of a module, types included, `default` left out.
 *
 * @param url a `file:` URL
 * @param seen modules that are being read already
 * @returns the names; none when the module cannot be read
 * @example
 * ```ts
 * import { exportedNames } from "./exported_names.ts";
 * const names = await exportedNames(new URL("./exported_names.ts", import.meta.url));
 * console.assert(names.has("exportedNames"));
 * ```
 */
export async function exportedNames(
  url: URL,
  seen: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string>> {
  if (url.protocol !== "file:" || seen.has(url.href)) return new Set();
  const text = await readFile(url, "utf8").catch(() => "");
  const { module } = parseSync(url.pathname, text, { sourceType: "module" });
  const names = new Set<string>();
  for (const { entries } of module.staticExports) {
    for (const { exportName, importName, moduleRequest } of entries) {
      if (exportName.name) names.add(exportName.name);
      else if (importName.kind === "AllButDefault" && moduleRequest?.value.startsWith(".")) {
        const inner = new URL(moduleRequest.value, url);
        const passed = await exportedNames(inner, new Set([...seen, url.href]));
        for (const name of passed) names.add(name);
      }
    }
  }
  names.delete("default");
  return names;
}

/**
 * The modules of which a module passes everything on (`export * from`).
 *
 * @param url a `file:` URL
 * @returns their URLs, in the order of the text; none when the module cannot be read
 * @example
 * ```ts
 * import { passedOn } from "./exported_names.ts";
 * const stages = await passedOn(new URL("../../lib/mod.ts", import.meta.url));
 * console.assert(stages[0]?.href.endsWith("/core/mod.ts"));
 * ```
 */
export async function passedOn(url: URL): Promise<readonly URL[]> {
  const text = await readFile(url, "utf8").catch(() => "");
  const { module } = parseSync(url.pathname, text, { sourceType: "module" });
  return module.staticExports.flatMap(({ entries }) => entries)
    .filter(({ exportName, importName }) => !exportName.name && importName.kind === "AllButDefault")
    .flatMap(({ moduleRequest }) => moduleRequest ? [new URL(moduleRequest.value, url)] : []);
}
