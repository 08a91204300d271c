/**
 * The walk of a cell from text to something V8 evaluates.
 *
 * @module
 */

import type { CellSource, CompiledCell } from "./cell.ts";
import { toJavaScript } from "./javascript.ts";
import { endsInResult } from "./result.ts";
import { rewrite } from "./rewrite.ts";
import { traceBack } from "./trace.ts";

/**
 * Compiles one cell.
 *
 * @param source the cell's text and id
 * @returns text for `Runtime.evaluate` with `replMode`, and what the cell does to names
 * @throws {CellSyntaxError} with all syntax errors, in coordinates of the cell
 * @example
 * ```ts
 * import { compileCell } from "./compile.ts";
 * const cell = compileCell({ id: "1", text: "const a: number = 1; a + b" });
 * console.assert(cell.declares[0] === "a" && cell.uses[0] === "b" && cell.hasResult);
 * ```
 */
export function compileCell(source: CellSource): CompiledCell {
  const { id, text } = source;
  const declared = source.declared ?? new Set();
  const javascript = toJavaScript(text);
  const hasResult = endsInResult(text);
  const rewritten = rewrite(javascript.code, {
    id,
    hasResult,
    lazyNames: (source.lazyNames ?? []).filter((name) => !declared.has(name)),
  });
  const { declares, uses } = rewritten;
  const original = traceBack([
    () => rewritten.text.generateMap({ hires: "boundary" }).toString(),
    javascript.sourceMap,
  ]);
  return { id, code: rewritten.text.toString(), declares, uses, hasResult, original };
}
