/**
 * The configuration file that the language server reads: the notebook's own, and what makes
 * `modulab` resolve from any folder. A file of ours replaces the notebook's for the server, as Deno
 * ignores the setting `deno.importMap` as soon as a folder has a configuration.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "jsonc-parser";
import { LIBRARIES } from "./runtime_types.ts";

/** Specifiers by name, for everybody (`imports`) or for modules below a URL (`scopes`). */
export interface ImportMap {
  readonly imports: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What we read of a configuration file, and its URL. */
export interface Configuration extends ImportMap {
  readonly url: URL;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Settings that ask a library's care of a cell. */
const LIBRARY_OPTIONS: ReadonlySet<string> = new Set([
  "isolatedDeclarations",
  "verbatimModuleSyntax",
  "erasableSyntaxOnly",
  "exactOptionalPropertyTypes",
  "noImplicitOverride",
  "noImplicitReturns",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "noUnusedLocals",
  "noUnusedParameters",
]);

/** Settings that decide where packages lie. */
const KEPT = ["nodeModulesDir", "vendor", "unstable"] as const;

/**
 * The nearest configuration file at or above a folder.
 *
 * @param folder absolute path
 * @returns the configuration with absolute specifiers; undefined when there is none
 * @example
 * ```ts
 * import { findConfiguration } from "./configuration.ts";
 * const found = await findConfiguration(".");
 * found?.imports["modulab"]; // "file:///…/lib/mod.ts" in a clone of modulab
 * ```
 */
export async function findConfiguration(folder: string): Promise<Configuration | undefined> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    // A file that makes no sense is Deno's to complain about, when the session starts.
    return await readConfiguration(pathToFileURL(path), text).catch(() => undefined);
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : await findConfiguration(parent);
}

/**
 * Text of the configuration file for the server.
 *
 * @param own the notebook's configuration, if it has one
 * @param map what names stand for in the session; it wins
 * @returns JSON
 * @example
 * ```ts
 * import { serverConfiguration } from "./configuration.ts";
 * const map = { imports: { modulab: "file:///modulab/lib/mod.ts" }, scopes: {} };
 * console.assert(serverConfiguration(undefined, map).includes("modulab"));
 * ```
 */
export function serverConfiguration(own: Configuration | undefined, map: ImportMap): string {
  const options = Object.entries(own?.content["compilerOptions"] ?? {})
    .filter(([name]) => !LIBRARY_OPTIONS.has(name));
  const libraries = choosesLibraries(own) ? {} : { lib: LIBRARIES };
  const kept = KEPT.flatMap((name) => {
    const value = own?.content[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return JSON.stringify({
    ...Object.fromEntries(kept),
    imports: { ...own?.imports, ...map.imports },
    scopes: { ...map.scopes, ...own?.scopes },
    compilerOptions: { noImplicitOverride: false, ...libraries, ...Object.fromEntries(options) },
    lock: false,
  });
}

/**
 * Whether a notebook's configuration says itself which declarations its cells see.
 *
 * @param own the notebook's configuration, if it has one
 * @returns true if they are to be left as they are
 * @example
 * ```ts
 * import { choosesLibraries } from "./configuration.ts";
 * console.assert(!choosesLibraries(undefined));
 * ```
 */
export function choosesLibraries(own: Configuration | undefined): boolean {
  const options = asRecord(own?.content["compilerOptions"]);
  return "lib" in options || "types" in options;
}

async function readConfiguration(url: URL, text: string): Promise<Configuration> {
  const content = asRecord(parse(text));
  const own = absoluteMap(content, url);
  const other = content["importMap"];
  if (typeof other !== "string") return { url, content, ...own };
  const mapUrl = new URL(other, url);
  const mapText = mapUrl.protocol === "file:"
    ? await readFile(mapUrl, "utf8").catch(() => "{}")
    : "{}";
  return { url, content, ...absoluteMap(asRecord(parse(mapText)), mapUrl) };
}

function absoluteMap(content: Readonly<Record<string, unknown>>, url: URL): ImportMap {
  const scopes = Object.entries(asRecord(content["scopes"])).map(([scope, imports]) =>
    [new URL(scope, url).href, absoluteImports(asRecord(imports), url)] as const
  );
  return {
    imports: absoluteImports(asRecord(content["imports"]), url),
    scopes: Object.fromEntries(scopes),
  };
}

function absoluteImports(
  imports: Readonly<Record<string, unknown>>,
  url: URL,
): Readonly<Record<string, string>> {
  const entries = Object.entries(imports).map(([name, target]) => {
    const text = String(target);
    return [name, /^\.{0,2}\//.test(text) ? new URL(text, url).href : text] as const;
  });
  return Object.fromEntries(entries);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
