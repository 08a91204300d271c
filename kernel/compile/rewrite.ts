/**
 * JavaScript of a module to JavaScript that a session evaluates: the edits of one cell, in order.
 *
 * @module
 */

import MagicString from "magic-string";
import { type Directive, parseSync, type Statement } from "oxc-parser";
import { type Analysis, analyze, type Mention } from "./analysis.ts";
import { CALL_END, CHECK, GUARD, THROWN } from "./as_written.ts";
import { declarationOf, declare, usesResources } from "./declare.ts";
import { hoist } from "./hoist.ts";
import { HOOKS } from "./hooks.ts";
import { importCall, importStatement } from "./import_call.ts";
import { hiddenNames, reliedOnNames } from "./needed_names.ts";
import { isOwnName } from "./own_names.ts";
import { isTimePlaceholder } from "./placeholder.ts";
import { treeOf } from "./syntax.ts";

/** What the rewriting needs to know besides the text. */
export interface RewriteOptions {
  readonly id: string;
  /** Names that a session loads when a cell mentions them. */
  readonly lazyNames: readonly string[];
  /** Whether the last statement is an expression whose value is shown. */
  readonly hasResult: boolean;
  /** Statements before and after those of the cell. */
  readonly around?: Around;
}

/** What a `%%` command puts around the statements of its cell. */
export interface Around {
  readonly before: string;
  readonly after: string;
  /** Whether `after` runs when the cell fails, too. */
  readonly always: boolean;
}

/** The edited text, and what the cell does to names. */
export interface Rewritten {
  readonly text: MagicString;
  readonly declares: readonly string[];
  readonly uses: readonly string[];
  /** Assignments that a module would refuse; here constants become `let`, so nothing else would. */
  readonly constantWrites: readonly Mention[];
  /** Declarations that would hide from the session what it needs. */
  readonly hides: readonly Mention[];
  /** Imports of a module's source, which the hook does not know. */
  readonly sources: readonly Mention[];
}

/**
 * Rewrites one cell.
 *
 * Order of the edits matters: `magic-string` forgets what was inserted into a range that is removed
 * later, and of two insertions at one place the outer one has to come first.
 *
 * @param javascript a module
 * @param options id and what to do with the last expression
 * @returns text under edit, so that its source map can be made later
 * @throws {CellSizeError} for too much code
 * @example
 * ```ts
 * import { rewrite } from "./rewrite.ts";
 * const { text } = rewrite("1;", { id: "a", lazyNames: [], hasResult: true });
 * console.assert(text.toString().includes("await __modulab.result(1);"));
 * ```
 */
export function rewrite(javascript: string, options: RewriteOptions): Rewritten {
  const parsed = parseSync("cell.js", javascript, { lang: "js", sourceType: "module" });
  const program = treeOf(javascript, parsed);
  const analysis = analyze(program);
  const { body } = program;
  const { around } = options;
  const inBlock = around?.always === true || usesResources(body);
  const text = new MagicString(javascript);
  if (program.hashbang) text.remove(program.hashbang.start, program.hashbang.end);
  const first = hoist(text, body);
  for (const statement of body) unwrapModuleSyntax(text, statement, analysis);
  replaceImportKeywords(text, analysis);
  timeStatements(text, body);
  if (options.hasResult) captureResult(text, body);
  const names = declare(text, { program, analysis }, { inBlock });
  noteThrows(text, analysis);
  guardAwaits(text, analysis);
  if (inBlock) enclose(text, first, around?.always === true ? around : undefined);
  const lazyNames = options.lazyNames.filter((name) => analysis.free.has(name));
  const list = names.length > 0 ? ` let ${names.join(", ")};` : "";
  const begin = `(await ${HOOKS}.begin(${JSON.stringify(options.id)}, ${
    JSON.stringify(lazyNames)
  }))();`;
  text.prepend(`${begin}${list}${around ? ` ${around.before}` : ""}\n`);
  if (around?.always === false) text.append(`\n${around.after}`);
  for (const name of reliedOnNames(analysis)) text.append(`\n${HOOKS}.hides("${name}", ${name});`);
  // Without a value of its own the evaluation keeps no object alive.
  text.append(`\nvoid 0;\n//# sourceURL=cell:${options.id}`);
  return {
    text,
    declares: [...analysis.declared].filter((name) => !isOwnName(name)),
    uses: uses(analysis),
    constantWrites: analysis.constantWrites,
    hides: hiddenNames(program, analysis),
    sources: sourceImports(body, analysis),
  };
}

function sourceImports(
  body: readonly (Statement | Directive)[],
  { dynamicImports }: Analysis,
): readonly Mention[] {
  const declarations = body.filter((statement) => statement.type === "ImportDeclaration");
  return [...declarations, ...dynamicImports].filter(({ phase }) => phase === "source")
    .map(({ start }) => ({ name: "import", start }));
}

function unwrapModuleSyntax(
  text: MagicString,
  statement: Statement | Directive,
  { mentioned }: Analysis,
): void {
  switch (statement.type) {
    case "ImportDeclaration":
      replaceLine(text, statement, importStatement(statement, mentioned));
      return;
    case "ExportAllDeclaration":
      replaceLine(text, statement, `${importCall(statement)};`);
      return;
    case "ExportNamedDeclaration":
      if (statement.declaration !== null) {
        text.remove(statement.start, statement.declaration.start);
      } else if (statement.source !== null) {
        replaceLine(text, statement, `${importCall(statement)};`);
      } else {
        text.remove(statement.start, statement.end);
      }
      return;
    case "ExportDefaultDeclaration":
      text.remove(statement.start, statement.declaration.start);
      if (declarationOf(statement) !== undefined) return;
      text.appendRight(statement.declaration.start, "(");
      text.prependLeft(statement.declaration.end, ")");
      text.appendLeft(statement.end, ";");
  }
}

/** On a line of its own, so that positions in it are not taken for those of what it moved behind. */
function replaceLine(
  text: MagicString,
  { start, end }: Statement | Directive,
  replacement: string,
): void {
  text.overwrite(start, end, replacement);
  text.appendRight(start, "\n");
}

function replaceImportKeywords(text: MagicString, { dynamicImports, importMetas }: Analysis): void {
  for (const { start, phase } of dynamicImports) {
    // `import.defer` imports at once: what the module does first is done earlier, and no less.
    const words = phase === null ? "import" : `import.${phase}`;
    text.overwrite(start, start + words.length, `${HOOKS}.import`);
  }
  for (const { start, end } of importMetas) text.overwrite(start, end, `${HOOKS}.meta`);
}

function timeStatements(text: MagicString, body: readonly (Statement | Directive)[]): void {
  let count = 0;
  for (const [index, statement] of body.entries()) {
    if (!isTimePlaceholder(statement)) continue;
    const name = `${HOOKS}_time_${++count}`;
    text.overwrite(statement.start, statement.end, `let ${name} = ${HOOKS}.timeStart();`);
    const next = body[index + 1];
    const moved = next === undefined || next.type === "FunctionDeclaration" ||
      next.type === "ImportDeclaration";
    text.prependLeft(moved ? statement.end : next.end, ` ${HOOKS}.timeEnd(${name});`);
  }
}

function captureResult(text: MagicString, body: readonly (Statement | Directive)[]): void {
  // The transformer ends with `export {}` what would be no module without its types.
  const last = body.findLast((statement) =>
    statement.type !== "ExportNamedDeclaration" || statement.specifiers.length > 0 ||
    statement.declaration !== null || statement.source !== null
  );
  const value = last?.type === "ExpressionStatement"
    ? last.expression
    : last?.type === "ExportDefaultDeclaration"
    ? last.declaration
    : undefined;
  if (value === undefined) return;
  // Double parentheses keep `a, b` one argument.
  text.prependRight(value.start, `await ${HOOKS}.result((`);
  text.prependLeft(value.end, "))");
}

function noteThrows(text: MagicString, { throws }: Analysis): void {
  for (const { argument: { start, end } } of throws) {
    text.appendRight(start, THROWN);
    text.prependLeft(end, CALL_END);
  }
}

function guardAwaits(text: MagicString, { awaits, asyncLoops }: Analysis): void {
  for (const { body } of asyncLoops) {
    if (body.type === "BlockStatement") {
      text.appendLeft(body.start + 1, CHECK);
    } else {
      text.appendRight(body.start, `{${CHECK} `);
      text.prependLeft(body.end, " }");
    }
  }
  for (const { start, end } of awaits) {
    text.appendRight(start, GUARD);
    text.prependLeft(end, CALL_END);
  }
}

function enclose(
  text: MagicString,
  first: Statement | Directive | undefined,
  around: Around | undefined,
): void {
  const open = around === undefined ? "{ " : "try { ";
  if (first === undefined) text.append(open);
  else text.prependRight(first.start, open);
  text.append(around === undefined ? "\n}" : `\n} finally { ${around.after} }`);
}

function uses({ free }: Analysis): readonly string[] {
  return [...free].filter((name) => name !== HOOKS && name !== "undefined");
}
