/**
 * Standard decorators and their `accessor` fields, which V8 does not run and oxc does not lower:
 * TypeScript does it.
 *
 * TypeScript takes a third of a second to load, so only a cell with one of them loads it.
 *
 * @module
 */

import { createRequire } from "node:module";
import { parseSync, Visitor } from "oxc-parser";
import type TypeScript from "typescript";
import type { JavaScript } from "./javascript.ts";
import { treeOf } from "./syntax.ts";

/**
 * Lowers decorators and `accessor` fields, if there are any.
 *
 * @param javascript JavaScript in which they may stand
 * @returns the same program without them, and the stage's source map
 * @example
 * ```ts
 * import { lowerDecorators } from "./decorators.ts";
 * const plain = { code: "f();", sourceMap: () => undefined };
 * console.assert(lowerDecorators(plain) === undefined);
 * ```
 */
export function lowerDecorators({ code }: JavaScript): JavaScript | undefined {
  if (!/@[\w(]|\baccessor\b/.test(code) || !hasDecorators(code)) return undefined;
  const { outputText } = transpile(code, false);
  return { code: outputText, sourceMap: () => transpile(code, true).sourceMapText };
}

function hasDecorators(code: string): boolean {
  let found = false;
  const parsed = parseSync("cell.js", code, { lang: "js", sourceType: "module" });
  const find = (): void => void (found = true);
  new Visitor({ Decorator: find, AccessorProperty: find }).visit(treeOf(code, parsed));
  return found;
}

function transpile(code: string, sourceMap: boolean): TypeScript.TranspileOutput {
  const ts = createRequire(import.meta.url)("typescript") as typeof TypeScript;
  return ts.transpileModule(code, {
    fileName: "cell.js",
    compilerOptions: {
      allowJs: true,
      // The newest target that has no decorators of its own.
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      sourceMap,
    },
  });
}
