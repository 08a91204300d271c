/**
 * The names a cell leaves behind: what later cells may say without an import.
 *
 * @module
 */

import {
  type Declaration,
  type ImportDeclaration,
  type Node,
  parseSync,
  type Statement,
} from "oxc-parser";

/** How later cells may use a name: `let` can be assigned, the others only read. */
export type NameKind = "let" | "const" | "other";

/** One name that a cell declares at top level. */
export interface CellName {
  readonly name: string;
  readonly kind: NameKind;
  /** Whether the cell itself exports it. */
  readonly exported: boolean;
}

/** The parser's view of a cell, read with the same grammar as the compiler's: a TSX module. */
type Body = readonly (Statement | ImportDeclaration)[];

/**
 * Top-level names of a cell: values, types, classes and imports.
 *
 * @param text a cell without command lines
 * @returns the names in source order; none when the text does not parse
 * @example
 * ```ts
 * import { namesOf } from "./names.ts";
 * const names = namesOf("let a = 1; type B = string");
 * console.assert(names?.map(({ name }) => name).join() === "a,B");
 * ```
 */
export function namesOf(text: string): readonly CellName[] | undefined {
  const { program, errors } = parseSync("cell.tsx", text, { lang: "tsx", sourceType: "module" });
  if (errors.length > 0) return undefined;
  const names = new Map<string, CellName>();
  for (const name of (program.body as Body).flatMap(statementNames)) names.set(name.name, name);
  return [...names.values()];
}

function statementNames(statement: Statement | ImportDeclaration): readonly CellName[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => other(local.name));
    case "ExportNamedDeclaration":
      return statement.declaration
        ? declaredNames(statement.declaration).map((name) => ({ ...name, exported: true }))
        : [];
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      return "id" in declaration && declaration.id?.type === "Identifier"
        ? [other(declaration.id.name)]
        : [];
    }
    default:
      return declaredNames(statement as Declaration);
  }
}

function declaredNames(declaration: Declaration): readonly CellName[] {
  switch (declaration.type) {
    case "VariableDeclaration": {
      const kind = declaration.kind === "let" || declaration.kind === "var" ? "let" : "const";
      return declaration.declarations.flatMap(({ id }) => patternNames(id)).map((name) => (
        { name, kind, exported: false }
      ));
    }
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
    case "TSModuleDeclaration":
      return declaration.id?.type === "Identifier" ? [other(declaration.id.name)] : [];
    default:
      return [];
  }
}

function other(name: string): CellName {
  return { name, kind: "other", exported: false };
}

/**
 * The names that a pattern binds, such as a parameter or the left side of a declaration.
 *
 * @param pattern any node; one that is no pattern binds nothing
 * @returns names in source order
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { patternNames } from "./names.ts";
 * const [statement] = parseSync("a.js", "let { a, b: [c] } = d").program.body;
 * const names = statement?.type === "VariableDeclaration"
 *   ? statement.declarations.flatMap(({ id }) => patternNames(id))
 *   : [];
 * console.assert(names.join() === "a,c");
 * ```
 */
export function patternNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    case "Property":
      return patternNames(pattern.value);
    case "ObjectPattern":
      return pattern.properties.flatMap(patternNames);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => element === null ? [] : patternNames(element));
    default:
      return [];
  }
}
