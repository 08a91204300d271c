/**
 * What the language server sees of modulab instead of its sources: all declarations in one file, and
 * a module that passes them on.
 *
 * @module
 */

import type { ImportMap } from "./configuration.ts";
import { flatDeclarations, moduleName } from "./flat_declarations.ts";

/** A library whose sources are too many for the server. */
export interface Library {
  /** URL of the module that its users import. */
  readonly entry: string;
  /** Where names of declarations start; a URL with a slash at the end. */
  readonly root: URL;
  /** Text of the file that declares all; it is made anew with every call. */
  readonly declarations: () => Promise<string>;
}

/** What a module imports that uses the library's declarations by their names. */
export const DECLARATIONS = "modulab:declarations";

/** Name of the file with the declarations, beside the server's configuration. */
export const DECLARATIONS_FILE = "modulab_declarations.d.ts";

/** Name of the file that passes them on. */
export const ENTRY_FILE = "modulab.d.ts";

/** Their types are seen by nobody who uses modulab, and bring hundreds of files with them. */
const UNSEEN = ["@duckdb/node-api", "onnxruntime-node"];

/**
 * Modulab as a library that is read by its declarations.
 *
 * @param root URL of modulab's folder, with a slash at the end
 * @param imports what the names of packages stand for in its modules
 * @returns the library
 * @example
 * ```ts
 * import { sessionLibrary } from "./session_library.ts";
 * console.assert(sessionLibrary(new URL("file:///m/"), {}).entry === "file:///m/lib/mod.ts");
 * ```
 */
export function sessionLibrary(root: URL, imports: Readonly<Record<string, string>>): Library {
  const entry = new URL("lib/mod.ts", root);
  const methods = new URL("lib/tensor_methods.ts", root);
  return {
    entry: entry.href,
    root,
    // Arrow's own files refer to Node's declarations.
    declarations: () => {
      const arrow = new URL(import.meta.resolve("apache-arrow").replace(/\.m?js$/, ".d.ts"));
      const inlined = { "apache-arrow": arrow };
      return flatDeclarations([entry, methods], { root, imports, inlined, unknown: UNSEEN });
    },
  };
}

/**
 * Text of the module that stands for the library's entry.
 *
 * @param library what to pass on
 * @returns text of a declaration file beside the declarations
 * @example
 * ```ts
 * import { entryText, sessionLibrary } from "./session_library.ts";
 * console.assert(entryText(sessionLibrary(new URL("file:///m/"), {})).includes("modulab:lib/mod.ts"));
 * ```
 */
export function entryText({ entry, root }: Library): string {
  return `import "./${DECLARATIONS_FILE}";\nexport * from "${moduleName(entry, root)}";\n`;
}

/**
 * Imports that lead to the declarations what led to the library's sources.
 *
 * @param map what names stand for
 * @param library whose sources they may name
 * @returns imports for a configuration file beside the declarations
 * @example
 * ```ts
 * import { sessionLibrary, withDeclarations } from "./session_library.ts";
 * const map = { imports: { modulab: "file:///m/lib/mod.ts" }, scopes: {} };
 * const { imports } = withDeclarations(map, sessionLibrary(new URL("file:///m/"), {}));
 * console.assert(imports["modulab"] === "./modulab.d.ts");
 * ```
 */
export function withDeclarations({ imports, scopes }: ImportMap, { entry }: Library): ImportMap {
  const redirected = Object.entries(imports)
    .map(([name, target]) => [name, target === entry ? `./${ENTRY_FILE}` : target] as const);
  const all = { ...Object.fromEntries(redirected), [DECLARATIONS]: `./${DECLARATIONS_FILE}` };
  return { imports: all, scopes };
}
