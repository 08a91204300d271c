/**
 * Built-in names that no cell may declare at top level: there they would hide the built-in from the
 * session itself and from every module, which a module's own declaration does not.
 *
 * @module
 */

import type { Program } from "oxc-parser";
import { type Analysis, identifiers, type Mention } from "./analysis.ts";
import { declarationOf } from "./declare.ts";

/** Without one of these no cell can be run, shown or ended any more. */
const NEEDED = ["Array", "Deno", "JSON", "Object", "Promise", "Symbol", "globalThis"];

/**
 * Where a cell declares such names.
 *
 * @param program the cell's JavaScript as a tree
 * @param analysis what the walk found
 * @returns the names where they are declared, as a rule none
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { analyze } from "./analysis.ts";
 * import { hiddenNames } from "./needed_names.ts";
 * const { program } = parseSync("cell.js", "class Promise {}");
 * console.assert(hiddenNames(program, analyze(program))[0]?.start === 6);
 * ```
 */
export function hiddenNames(program: Program, analysis: Analysis): readonly Mention[] {
  const hidden = NEEDED.filter((name) => analysis.declared.has(name));
  if (hidden.length === 0) return [];
  const variables = analysis.variables.flatMap(({ declarations }) => declarations);
  const declared = program.body.flatMap((statement): readonly Mention[] => {
    if (statement.type === "ImportDeclaration") {
      return statement.specifiers.flatMap(({ local }) => identifiers(local));
    }
    const declaration = declarationOf(statement);
    if (declaration?.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id }) => identifiers(id));
    }
    return declaration && "id" in declaration && declaration.id ? identifiers(declaration.id) : [];
  });
  const found = [...declared, ...variables.flatMap(({ id }) => identifiers(id))];
  return hidden.flatMap((name) => found.find((mention) => mention.name === name) ?? []);
}
