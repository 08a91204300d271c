/**
 * All that modules declare, as one text: a language server reads one file instead of hundreds, and no
 * bodies of functions.
 *
 * Every module is an ambient one (`declare module "modulab:lib/mod.ts" { … }`), so that names need not
 * be changed, and the server, which looks for ambient modules first, takes one type for one thing.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { isolatedDeclarationSync } from "oxc-transform";

/** Begins the name of a module in the text. */
export const MODULE_SCHEME = "modulab:";

/** A module of which nothing is known, so that all it exports is `any`. */
const UNKNOWN = `${MODULE_SCHEME}unknown`;

/** What to read, and what to do with packages. */
export interface FlatOptions {
  /** Modules are named relative to it; a URL with a slash at the end. */
  readonly root: URL;
  /** What packages are called outside, by the names that modules import. */
  readonly imports: Readonly<Record<string, string>>;
  /** The first declaration file of packages that are to be read into the text. */
  readonly inlined: Readonly<Record<string, URL>>;
  /** Packages that are of no matter to who uses the modules. */
  readonly unknown: readonly string[];
}

/**
 * Puts together what modules declare, and all that they import.
 *
 * @param entries `file:` URLs of the first modules
 * @param options what to read, and what to do with packages
 * @returns text of a declaration file
 * @example
 * ```ts
 * import { flatDeclarations } from "./flat_declarations.ts";
 * const root = new URL("./", import.meta.url);
 * const options = { root, imports: {}, inlined: {}, unknown: [] };
 * const text = await flatDeclarations([new URL("cursor.ts", root)], options);
 * console.assert(text.includes('declare module "modulab:cursor.ts" {'));
 * ```
 */
export async function flatDeclarations(
  entries: readonly URL[],
  options: FlatOptions,
): Promise<string> {
  const blocks = new Map<string, string>();
  const inlined = Object.values(options.inlined);
  let unread = new Set([...entries, ...inlined].map(({ href }) => href));
  while (unread.size > 0) {
    const read = await Promise.all(
      [...unread].map(async (href) => renamed(await declarationsOf(new URL(href)), href, options)),
    );
    for (const { href, text } of read) {
      blocks.set(href, block(moduleName(href, options.root), text));
    }
    unread = new Set(read.flatMap(({ needs }) => needs)).difference(new Set(blocks.keys()));
  }
  const packages = Object.entries(options.inlined).flatMap(([name, { href }]) => {
    const target = options.imports[name] ?? name;
    return [name, `npm:${name}`, target].map((own) =>
      block(own, `export * from "${moduleName(href, options.root)}";`)
    );
  });
  return [...blocks.values(), ...packages, `declare module "${UNKNOWN}";\n`].join("");
}

function block(name: string, text: string): string {
  return `declare module "${name}" {\n${text}\n}\n`;
}

/**
 * The name of a module in the text.
 *
 * @param href its URL
 * @param root what the name is relative to
 * @returns such as `modulab:lib/mod.ts`
 * @example
 * ```ts
 * import { moduleName } from "./flat_declarations.ts";
 * console.assert(moduleName("file:///m/a.ts", new URL("file:///m/")) === "modulab:a.ts");
 * ```
 */
export function moduleName(href: string, root: URL): string {
  return MODULE_SCHEME + (href.startsWith(root.href) ? href.slice(root.href.length) : href);
}

/** Imports for the sake of what they add to other types; the transformer drops them. */
const AUGMENTING = /^import type \{\s*\} from .*$/gm;

/** Only those of Node, which the configuration of the server leaves out on purpose. */
const REFERENCES = /^\/\/\/ <reference .*$/gm;

async function declarationsOf(url: URL): Promise<string> {
  const text = await readFile(url, "utf8").catch(() => "");
  if (url.pathname.endsWith(".d.ts")) return text.replace(REFERENCES, "");
  // On its own threads the transformer takes longer, and leaves the process 90 to 160 MB larger.
  const { code } = isolatedDeclarationSync(url.pathname, text);
  return [code, ...text.match(AUGMENTING) ?? []].join("\n");
}

/** Specifiers, with what precedes them; comments and other strings are passed over. */
const SPECIFIER =
  /\/\*[^]*?\*\/|\/\/.*|(\b(?:from |import ?\(?|declare module ))(["'])([^"'\n]+)\2|"(?:\\.|[^"\\\n])*"/g;

interface Renamed {
  readonly href: string;
  readonly text: string;
  /** URLs of the modules it imports. */
  readonly needs: readonly string[];
}

/** Lines stay as they are, so that a place in the text leads to its source. */
function renamed(text: string, href: string, options: FlatOptions): Renamed {
  const needs: string[] = [];
  const changed = text.replace(SPECIFIER, (found: string, before?: string, _?: string, to = "") => {
    if (before === undefined) return found;
    const target = targetOf(to, href, options);
    if (target === undefined) {
      return before === "import " ? "" : `${before}"${outside(to, options)}"`;
    }
    needs.push(target);
    return `${before}"${moduleName(target, options.root)}"`;
  });
  return { href, text: changed, needs };
}

/** URL of the module in the text that a specifier stands for. */
function targetOf(specifier: string, href: string, options: FlatOptions): string | undefined {
  if (!specifier.startsWith(".")) return options.inlined[specifier]?.href;
  const target = new URL(specifier, href);
  // A package's declarations leave the ending away, or name the program that they describe.
  if (href.endsWith(".d.ts")) {
    target.pathname = target.pathname.replace(/(\.d\.ts|\.m?js)?$/, ".d.ts");
  }
  return target.href;
}

function outside(specifier: string, { imports, unknown }: FlatOptions): string {
  if (specifier.startsWith("node:") || unknown.includes(specifier)) return UNKNOWN;
  const name = Object.keys(imports)
    .find((key) => specifier === key || specifier.startsWith(`${key}/`));
  return name === undefined ? specifier : imports[name] + specifier.slice(name.length);
}
