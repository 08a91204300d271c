/**
 * Names that a notebook's folder gives to packages: `imports` of the nearest `deno.json`, and
 * `dependencies` of the nearest `package.json`.
 *
 * @module
 */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "jsonc-parser";

/** Bare names and what they stand for; a name that ends in `/` stands for all below it. */
export interface ImportMap {
  readonly entries: Readonly<Record<string, string>>;
  /** Files that were read, for messages. */
  readonly files: readonly string[];
}

const CONFIGURATIONS = ["deno.json", "deno.jsonc"];

/**
 * Reads the nearest configuration file at or above a folder.
 *
 * @param folder absolute path
 * @returns URL of the file and its `compilerOptions`, or undefined if there is none
 * @example
 * ```ts
 * import { readCompilerOptions } from "./import_map.ts";
 * readCompilerOptions("/notebooks")?.options["jsx"]; // such as "react-jsx"
 * ```
 */
export function readCompilerOptions(
  folder: string,
): { readonly file: string; readonly options: Readonly<Record<string, unknown>> } | undefined {
  const file = nearest(folder, CONFIGURATIONS);
  if (file === undefined) return undefined;
  const options = asRecord(readRecord(file)["compilerOptions"]);
  return { file: pathToFileURL(file).href, options };
}

/**
 * Reads the names that hold in a folder.
 *
 * @param folder absolute path
 * @returns entries with absolute targets; those of `deno.json` win
 * @example
 * ```ts
 * import { readImportMap } from "./import_map.ts";
 * console.assert(typeof readImportMap("/").entries === "object");
 * ```
 */
export function readImportMap(folder: string): ImportMap {
  const deno = nearest(folder, CONFIGURATIONS);
  const node = nearest(folder, ["package.json"]);
  return {
    entries: {
      ...(node === undefined ? {} : packageEntries(node)),
      ...(deno === undefined ? {} : denoEntries(deno)),
    },
    files: [deno, node].filter((file) => file !== undefined),
  };
}

/**
 * What a bare name stands for.
 *
 * @param map names of a folder
 * @param specifier such as `lodash` or `lodash/fp`
 * @returns a specifier that needs no map, or undefined if the name is unknown
 * @example
 * ```ts
 * import { lookUp } from "./import_map.ts";
 * const map = { entries: { preact: "npm:preact@10" }, files: [] };
 * console.assert(lookUp(map, "preact/hooks") === "npm:preact@10/hooks");
 * ```
 */
export function lookUp({ entries }: ImportMap, specifier: string): string | undefined {
  const exact = entries[specifier];
  if (exact !== undefined) return exact;
  const keys = Object.keys(entries).toSorted((a, b) => b.length - a.length);
  for (const key of keys) {
    const target = entries[key] ?? "";
    if (key.endsWith("/")) {
      if (specifier.startsWith(key)) return target + specifier.slice(key.length);
    } else if (specifier.startsWith(`${key}/`) && /^(npm|jsr):/.test(target)) {
      return target + specifier.slice(key.length);
    }
  }
  return undefined;
}

function nearest(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder;; at = dirname(at)) {
    for (const name of names) {
      if (existsSync(join(at, name))) return join(at, name);
    }
    if (dirname(at) === at) return undefined;
  }
}

function denoEntries(file: string): Record<string, string> {
  const config = readRecord(file);
  const mapFile = typeof config["importMap"] === "string"
    ? join(dirname(file), config["importMap"])
    : undefined;
  const imports = mapFile !== undefined && existsSync(mapFile)
    ? readRecord(mapFile)["imports"]
    : config["imports"];
  return absoluteEntries(imports, mapFile ?? file);
}

function packageEntries(file: string): Record<string, string> {
  const { devDependencies, dependencies, imports } = readRecord(file);
  const entries: Record<string, string> = absoluteEntries(imports, file);
  for (
    const [name, range] of Object.entries({ ...texts(devDependencies), ...texts(dependencies) })
  ) {
    if (range.startsWith("npm:")) entries[name] = range;
    else if (/^(file|link|portal):/.test(range)) continue; // such folders have no entry point here
    else entries[name] = `npm:${name}@${range.replace(/^workspace:/, "") || "*"}`;
  }
  return entries;
}

/**
 * Entries whose paths no longer depend on the file they stand in.
 *
 * @param imports what the file says; entries that are no text are left out
 * @param file absolute path of the file
 * @returns the entries, paths as URLs
 * @example
 * ```ts
 * import { absoluteEntries } from "./import_map.ts";
 * console.assert(absoluteEntries({ a: "./a.ts" }, "/n/deno.json").a === "file:///n/a.ts");
 * ```
 */
export function absoluteEntries(imports: unknown, file: string): Record<string, string> {
  const base = pathToFileURL(file);
  return Object.fromEntries(
    Object.entries(texts(imports)).map(([name, target]) => {
      return [name, /^\.{0,2}\//.test(target) ? new URL(target, base).href : target];
    }),
  );
}

function texts(value: unknown): Record<string, string> {
  if (value === null || typeof value !== "object") return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] =>
      typeof entry[1] === "string"
    ),
  );
}

function readRecord(file: string): Record<string, unknown> {
  return asRecord(parse(readFileSync(file, "utf8")));
}

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? value as Record<string, unknown> : {};
}
