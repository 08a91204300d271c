/**
 * What stands in the text for a command while it is compiled. The command stage writes it, the
 * rewriting stage finds it again in the syntax tree.
 *
 * @module
 */

import type { Directive, Expression, Statement } from "oxc-parser";
import { HOOKS, type TimeitOptions } from "./hooks.ts";
import { parseCell } from "./syntax.ts";

/** Stands for `%time`; the statement behind it is the one to time. */
export const TIME_PLACEHOLDER: string = `${HOOKS}.timeStart();`;

/**
 * The statement that runs a command.
 *
 * @param command name without `%`, the rest of the line, and the rest of the cell for `%%` commands
 * @returns JavaScript
 * @example
 * ```ts
 * import { commandCall } from "./placeholder.ts";
 * const call = commandCall({ name: "cd", args: "data" });
 * console.assert(call === `await __modulab.command("cd", "data");`);
 * ```
 */
export function commandCall(
  command: { readonly name: string; readonly args: string; readonly body?: string },
): string {
  const { name, args, body } = command;
  const values = body === undefined ? [name, args] : [name, args, body];
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return `await ${HOOKS}.command(${list});`;
}

/**
 * What goes before and after the code of `%timeit`.
 *
 * @param code an expression or statements
 * @param told `kind`: `statements` if it is known that the code is no expression; how often to run it
 * @returns the two halves of a statement; the function is async only if the code waits
 * @example
 * ```ts
 * import { timeitCall } from "./placeholder.ts";
 * const { open, close } = timeitCall("f()");
 * console.assert(open + "f()" + close === "await __modulab.timeit(() => (f()\n));");
 * ```
 */
export function timeitCall(
  code: string,
  { kind, options = {} }: {
    readonly kind?: "statements";
    readonly options?: TimeitOptions;
  } = {},
): { readonly open: string; readonly close: string } {
  const head = /\bawait\b/.test(code) ? "async () =>" : "() =>";
  const isExpression = kind === undefined && parseCell(`(${code}\n)`).errors.length === 0;
  const [left, right] = isExpression ? ["(", ")"] : ["{", "}"];
  const more = Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`;
  // The code may end in a comment.
  return { open: `await ${HOOKS}.timeit(${head} ${left}`, close: `\n${right}${more});` };
}

/**
 * Whether a statement is what {@link commandCall} wrote.
 *
 * @param statement at top level
 * @returns true for an awaited call of the command or timeit hook
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { commandCall, isCommand } from "./placeholder.ts";
 * const [statement] = parseSync("cell.js", commandCall({ name: "who", args: "" })).program.body;
 * console.assert(statement && isCommand(statement));
 * ```
 */
export function isCommand(statement: Statement | Directive): boolean {
  if (statement.type !== "ExpressionStatement") return false;
  const { expression } = statement;
  return expression.type === "AwaitExpression" &&
    ["command", "timeit"].includes(calledHook(expression.argument) ?? "");
}

/**
 * Whether a statement is {@link TIME_PLACEHOLDER}.
 *
 * @param statement at top level
 * @returns true for the bare call of the timer hook
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { isTimePlaceholder, TIME_PLACEHOLDER } from "./placeholder.ts";
 * const [statement] = parseSync("cell.js", TIME_PLACEHOLDER).program.body;
 * console.assert(statement && isTimePlaceholder(statement));
 * ```
 */
export function isTimePlaceholder(statement: Statement | Directive): boolean {
  return statement.type === "ExpressionStatement" &&
    calledHook(statement.expression) === "timeStart";
}

function calledHook(expression: Expression): string | undefined {
  if (expression.type !== "CallExpression") return undefined;
  const { callee } = expression;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  if (callee.object.name !== HOOKS || callee.property.type !== "Identifier") return undefined;
  return callee.property.name;
}
