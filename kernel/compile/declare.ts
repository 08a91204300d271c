/**
 * Declarations that outlive their cell: whatever V8 would refuse to declare twice becomes `let`.
 *
 * V8's `replMode` lets `let` and `class` be declared again, each after the other, but nothing else:
 * not `const` after `let`, nor `let` after a top-level `function` or `var`. So constants become
 * `let`, and functions and variables are declared by one `let` at the top of the cell; their
 * declarations become assignments, which keep the function's name.
 *
 * @module
 */

import type MagicString from "magic-string";
import type {
  Class,
  Declaration,
  Directive,
  Function,
  Program,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { type Analysis, identifiers } from "./analysis.ts";
import { leftName } from "./as_written.ts";
import { HOOKS } from "./hooks.ts";

/** Where declarations go. */
export interface DeclareOptions {
  /**
   * Whether the statements of the cell will stand in a block, so that `let`, `const` and `class`
   * need to be declared outside it as well.
   */
  readonly inBlock: boolean;
}

/**
 * Turns declarations into assignments where that is needed.
 *
 * @param text the cell's JavaScript, under edit
 * @param program its tree
 * @param analysis what the walk found
 * @param options whether a block is to come around the statements
 * @returns declarators for the `let` at the top of the cell. One without a value would make the name
 *   undefined, so variables begin with the value they have: a cell that fails before it gives them
 *   another has lost nothing
 * @example
 * ```ts
 * import MagicString from "magic-string";
 * import { parseSync } from "oxc-parser";
 * import { analyze } from "./analysis.ts";
 * import { declare } from "./declare.ts";
 * const text = new MagicString("var a = 1;");
 * const { program } = parseSync("cell.js", text.original);
 * const names = declare(text, { program, analysis: analyze(program) }, { inBlock: false });
 * console.assert(names[0]?.startsWith("a = ") && text.toString() === " a = 1;");
 * ```
 */
export function declare(
  text: MagicString,
  { program, analysis }: { readonly program: Program; readonly analysis: Analysis },
  { inBlock }: DeclareOptions,
): readonly string[] {
  const names = new Set<string>();
  const afresh = new Set(analysis.variables.flatMap(enumName));
  for (const statement of program.body) {
    const declaration = declarationOf(statement);
    if (declaration?.type === "FunctionDeclaration") {
      assignFunction(text, declaration, names);
      if (declaration.id) afresh.add(declaration.id.name);
    }
    if (!inBlock) {
      if (declaration?.type === "VariableDeclaration" && declaration.kind === "const") {
        text.overwrite(declaration.start, declaration.start + "const".length, "let");
      }
      continue;
    }
    if (declaration?.type === "ClassDeclaration") assignClass(text, declaration, names);
    if (declaration?.type === "VariableDeclaration" && declaration.kind !== "var") {
      if (isUsing(declaration)) assignUsing(text, declaration, names);
      else assignVariables(text, declaration, names);
    }
  }
  for (const declaration of analysis.variables) assignVariables(text, declaration, names);
  return [...names].map((name) => {
    return afresh.has(name) ? name : `${name} = ${HOOKS}.kept(() => ${name})`;
  });
}

/**
 * Whether the cell has a `using` at top level, which V8 allows only in a block.
 *
 * @param body statements of the cell
 * @returns true if the cell needs a block
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { usesResources } from "./declare.ts";
 * console.assert(usesResources(parseSync("cell.js", "using a = b").program.body));
 * ```
 */
export function usesResources(body: readonly (Statement | Directive)[]): boolean {
  return body.some((statement) => {
    const declaration = declarationOf(statement);
    return declaration?.type === "VariableDeclaration" && isUsing(declaration);
  });
}

/**
 * The declaration in a statement, be it exported or not.
 *
 * @param statement at top level
 * @returns the named declaration, or undefined if the statement is none
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { declarationOf } from "./declare.ts";
 * const [statement] = parseSync("cell.js", "export class A {}").program.body;
 * console.assert(statement && declarationOf(statement)?.type === "ClassDeclaration");
 * ```
 */
export function declarationOf(statement: Statement | Directive): Declaration | undefined {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration ?? undefined;
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const named = (declaration.type === "FunctionDeclaration" ||
        declaration.type === "ClassDeclaration") && declaration.id !== null;
      return named ? declaration : undefined;
    }
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "VariableDeclaration":
      return statement;
    default:
      return undefined;
  }
}

/** The name of an enum, as the transformer writes it: it would add to the members that it finds. */
function enumName({ declarations }: VariableDeclaration): readonly string[] {
  return declarations.flatMap(({ id, init }) => {
    if (id.type !== "Identifier" || init?.type !== "CallExpression") return [];
    const [first] = init.arguments;
    const adds = first?.type === "LogicalExpression" && first.left.type === "Identifier" &&
      first.left.name === id.name;
    return adds ? [id.name] : [];
  });
}

function isUsing({ kind }: VariableDeclaration): boolean {
  return kind === "using" || kind === "await using";
}

function assignFunction(text: MagicString, node: Function, names: Set<string>): void {
  if (!node.id) return;
  names.add(node.id.name);
  // An anonymous function takes the name of what it is assigned to; a named one would shadow it.
  text.overwrite(node.id.start, node.id.end, leftName(node.id.name));
  text.appendRight(node.start, `\n${node.id.name} = `);
  text.prependLeft(node.end, ";");
}

function assignClass(text: MagicString, node: Class, names: Set<string>): void {
  if (!node.id) return;
  names.add(node.id.name);
  text.appendRight(node.start, `${node.id.name} = `);
  text.prependLeft(node.end, ";");
}

function assignVariables(
  text: MagicString,
  node: VariableDeclaration,
  names: Set<string>,
): void {
  text.remove(node.start, node.start + node.kind.length);
  for (const { id, init, start, end } of node.declarations) {
    for (const { name } of identifiers(id)) names.add(name);
    if (init === null && node.kind === "let") text.prependLeft(end, " = void 0");
    // A pattern without a value stands in the head of a loop, where parentheses are an error.
    if (id.type === "Identifier" || init === null) continue;
    text.appendRight(start, "(");
    text.prependLeft(end, ")");
  }
}

function assignUsing(text: MagicString, node: VariableDeclaration, names: Set<string>): void {
  for (const { id, end } of node.declarations) {
    for (const { name } of identifiers(id)) {
      names.add(name);
      text.appendRight(id.start, `${HOOKS}_using_${name} = (`);
    }
    text.prependLeft(end, ")");
  }
}
