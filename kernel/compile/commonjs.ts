/**
 * TypeScript's words for CommonJS, which the transformer turns into calls that no cell has.
 *
 * @module
 */

import type { Diagnostic } from "./cell.ts";
import { LineIndex } from "./position.ts";
import { parseCell, treeOf } from "./syntax.ts";

/** Spares the tree of all other cells. */
const PERHAPS = /=\s*require\b|\bexport\s*=/;

/**
 * Finds `import a = require("m")` and `export =`.
 *
 * @param text a cell that parses
 * @returns what to write instead, at their places; `import type` is left alone
 * @example
 * ```ts
 * import { findCommonJs } from "./commonjs.ts";
 * console.assert(findCommonJs(`import a = require("m")`)[0]?.message.includes(`import a from "m"`));
 * console.assert(findCommonJs("const a = 1").length === 0);
 * ```
 */
export function findCommonJs(text: string): readonly Diagnostic[] {
  if (!PERHAPS.test(text)) return [];
  const lines = new LineIndex(text);
  return treeOf(text, parseCell(text)).body.flatMap((statement) => {
    const message = advice(statement);
    if (message === undefined) return [];
    const { start, end } = statement;
    return { severity: "error", message, start: lines.position(start), end: lines.position(end) };
  });
}

function advice(
  statement: ReturnType<typeof parseCell>["program"]["body"][number],
): string | undefined {
  if (statement.type === "TSExportAssignment") {
    return "A cell is no CommonJS module; write export default instead of export =";
  }
  if (statement.type !== "TSImportEqualsDeclaration" || statement.importKind === "type") return;
  const { id, moduleReference } = statement;
  if (moduleReference.type !== "TSExternalModuleReference") return;
  const from = JSON.stringify(moduleReference.expression.value);
  return `A cell has no require; write import ${id.name} from ${from}`;
}
