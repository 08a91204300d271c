/**
 * From what an import says to what can be loaded.
 *
 * @module
 */

import { statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ImportMap, lookUp } from "./import_map.ts";
import { ImportError, missingFile } from "./import_error.ts";

/** What to load: a local file that exists, or a specifier for the runtime. */
export type Target =
  | { readonly kind: "local"; readonly url: string }
  | { readonly kind: "passed"; readonly specifier: string };

/** What a resolution depends on. */
export interface ResolveContext {
  /** URL of the importing file, or of any file in the notebook's folder. */
  readonly parent: string;
  /** Reads the names of the parent's folder, for which a session may lack the permission. */
  readonly readMap: () => ImportMap;
  /** Names that the runtime itself knows, from this product's `deno.json`. */
  readonly product: ImportMap;
  /** The working folder, to explain a missing file after `%cd`. */
  readonly workingFolder?: string;
}

const PASSED = /^(npm|jsr|node|https?|data|blob):/;

/**
 * Resolves a specifier.
 *
 * @param specifier as it stands in the import
 * @param context whose import it is
 * @returns what to load
 * @throws {ImportError} if there is no such file, or the bare name means nothing here
 * @example
 * ```ts
 * import { resolve } from "./resolve.ts";
 * const none = { entries: {}, files: [] };
 * const target = resolve("fs", { parent: "file:///a.ts", readMap: () => none, product: none });
 * console.assert(target.kind === "passed" && target.specifier === "node:fs");
 * ```
 */
export function resolve(specifier: string, context: ResolveContext): Target {
  if (PASSED.test(specifier)) return { kind: "passed", specifier };
  const url = fileUrl(specifier, context.parent);
  if (url !== undefined) return existing(specifier, url, context);
  // The library of this product is always the one that the session has in scope.
  const isOurs = specifier === "modulab" || specifier.startsWith("modulab/");
  const map = context.readMap();
  const mapped = isOurs ? undefined : lookUp(map, specifier);
  if (mapped !== undefined) return resolveMapped({ specifier, mapped, map }, context);
  if (isBuiltin(specifier)) return { kind: "passed", specifier: `node:${specifier}` };
  if (lookUp(context.product, specifier) !== undefined) return { kind: "passed", specifier };
  throw unknownName(specifier, map);
}

function resolveMapped(
  { specifier, mapped, map }: {
    readonly specifier: string;
    readonly mapped: string;
    readonly map: ImportMap;
  },
  context: ResolveContext,
): Target {
  if (PASSED.test(mapped)) return { kind: "passed", specifier: mapped };
  const url = fileUrl(mapped, context.parent);
  if (url !== undefined) return existing(specifier, url, context);
  throw new ImportError(
    specifier,
    `${map.files.join(" or ")} maps it to ${JSON.stringify(mapped)}, which is neither a ` +
      `file nor a package; write npm:, jsr:, https: or a path that starts with ./`,
  );
}

function fileUrl(specifier: string, parent: string): string | undefined {
  if (specifier.startsWith("file:")) return specifier;
  if (isAbsolute(specifier)) return pathToFileURL(specifier).href;
  return /^\.{1,2}(\/|$)/.test(specifier) ? new URL(specifier, parent).href : undefined;
}

function existing(specifier: string, url: string, context: ResolveContext): Target {
  const path = fileURLToPath(url.replace(/[?#].*$/, ""));
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return { kind: "local", url };
  if (found === undefined) {
    throw missingFile(specifier, { path, workingFolder: context.workingFolder });
  }
  throw new ImportError(specifier, `${path} is a folder; name the file in it, such as mod.ts`);
}

function unknownName(specifier: string, { files }: ImportMap): ImportError {
  if (/\/jsx(-dev)?-runtime$/.test(specifier)) {
    return new ImportError(
      specifier,
      "TSX needs a library; write /** @jsxImportSource npm:preact */ on top of the cell, or " +
        `/** @jsx h */ for a function h of yours, or name ${specifier.split("/")[0]} in deno.json`,
    );
  }
  const where = files.length === 0
    ? "there is no deno.json or package.json above the notebook"
    : `${files.join(" and ")} ${files.length === 1 ? "does" : "do"} not name it`;
  return new ImportError(
    specifier,
    `${where}; write "npm:${specifier}" for the package of the npm registry, or "./${specifier}" ` +
      `for a file`,
  );
}
