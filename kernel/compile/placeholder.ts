/**
 * What stands in the text for a command while it is compiled. The command stage writes it, the
 * rewriting stage finds it again in the syntax tree.
 *
 * @module
 */

import type { Directive, Expression, Statement } from "oxc-parser";
import { HOOKS } from "./hooks.ts";

/** Stands for `%time`; the statement behind it is the one to time. */
export const TIME_PLACEHOLDER: string = `${HOOKS}.timeStart();`;

/**
 * The statement that runs a command.
 *
 * @param name without `%`
 * @param args the rest of the line
 * @param body the rest of the cell, for `%%` commands
 * @returns JavaScript
 * @example
 * ```ts
 * import { commandCall } from "./placeholder.ts";
 * console.assert(commandCall("cd", "data") === `await __modulab.command("cd", "data");`);
 * ```
 */
export function commandCall(name: string, args: string, body?: string): string {
  const values = body === undefined ? [name, args] : [name, args, body];
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return `await ${HOOKS}.command(${list});`;
}

/**
 * Whether a statement is what {@link commandCall} wrote.
 *
 * @param statement at top level
 * @returns true for an awaited call of the command or timeit hook
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
