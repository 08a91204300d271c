/**
 * From a place among the declarations of a library to the source that declares the same.
 *
 * @module
 */

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { readFile } from "node:fs/promises";
import { type Node, parseSync, visitorKeys } from "oxc-parser";
import { isolatedDeclaration } from "oxc-transform";
import type { Position } from "vscode-languageserver-types";
import { MODULE_SCHEME } from "./flat_declarations.ts";

/** Lines of a file; both count from 0. */
export interface SourceLines {
  readonly url: URL;
  readonly start: number;
  readonly end: number;
}

const MODULE = new RegExp(`^declare module "${MODULE_SCHEME}(.*)" \\{$`);

/**
 * Finds what a declaration was made of.
 *
 * @param text declarations by `flatDeclarations()`
 * @param place where in it the declared name stands, and what the names of modules are relative to
 * @returns lines of the source; undefined when they cannot be found
 * @example
 * ```ts
 * import { sourceOf } from "./library_source.ts";
 * const found = await sourceOf("", { line: 0, character: 0, root: new URL("file:///m/") });
 * console.assert(found === undefined);
 * ```
 */
export async function sourceOf(
  text: string,
  { line, character, root }: Position & { readonly root: URL },
): Promise<SourceLines | undefined> {
  const before = text.split("\n").slice(0, line);
  const first = before.findLastIndex((line) => MODULE.test(line));
  const [, module] = MODULE.exec(before[first] ?? "") ?? [];
  if (module === undefined) return undefined;
  const url = new URL(module, root);
  const place = { line: line - first - 1, character };
  // Declarations of a package are their own source.
  if (module.endsWith(".d.ts")) return { url, start: place.line, end: place.line };
  const source = await readFile(url, "utf8").catch(() => "");
  const offset = await originOf(source, url.pathname, place);
  const node = offset === undefined ? undefined : declarationAt(source, url.pathname, offset);
  if (!node) return undefined;
  return { url, start: lineOf(source, node.start), end: lineOf(source, node.end) };
}

/** Where in a source the name stands that its declarations have at a place. */
async function originOf(
  source: string,
  path: string,
  { line, character }: Position,
): Promise<number | undefined> {
  const { map } = await isolatedDeclaration(path, source, { sourcemap: true });
  if (!map) return undefined;
  const trace = new TraceMap({ ...map, version: 3 });
  const origin = originalPositionFor(trace, { line: line + 1, column: character });
  if (origin.line === null) return undefined;
  const lines = source.split("\n").slice(0, origin.line - 1);
  return lines.reduce((sum, each) => sum + each.length + 1, 0) + origin.column;
}

/** The declaration whose name starts at an offset. */
function declarationAt(source: string, path: string, offset: number): Node | undefined {
  let found: Node | undefined;
  let node: Node | undefined = parseSync(path, source, { sourceType: "module" }).program;
  while (node) {
    const inner: Node | undefined = childrenOf(node)
      .find(({ start, end }) => start <= offset && offset < end);
    if (inner && node.type !== "VariableDeclarator") found = node;
    node = inner;
  }
  return found;
}

function childrenOf(node: Node): readonly Node[] {
  const values = node as unknown as Readonly<Record<string, Node | readonly Node[] | null>>;
  return (visitorKeys[node.type] ?? []).flatMap((key) => values[key] ?? []);
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length - 1;
}
