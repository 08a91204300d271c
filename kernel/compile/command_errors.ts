/**
 * What is said of commands that do not exist or lack something.
 *
 * @module
 */

import { type CommandEntry, findCommand, nearestCommand } from "./catalogue.ts";
import type { Diagnostic } from "./cell.ts";
import { type CommandLine, readCommandLine } from "./command_line.ts";
import { LineIndex } from "./position.ts";
import { CellSyntaxError } from "./syntax.ts";

/**
 * A command that does not exist, or not in this form.
 *
 * @example
 * ```ts
 * import { requireCommand, UnknownCommandError } from "./command_errors.ts";
 * import { readCommandLine } from "./command_line.ts";
 * const line = readCommandLine("%tiem f()");
 * try {
 *   if (line) requireCommand("%tiem f()", { command: line, offset: 0 });
 * } catch (error) {
 *   console.assert(error instanceof UnknownCommandError && error.nearest === "%time");
 * }
 * ```
 */
export class UnknownCommandError extends CellSyntaxError {
  override readonly name: string = "UnknownCommandError";
  /** As it was typed, percent signs included. */
  readonly command: string;
  /** The command that was probably meant, in the form that exists. */
  readonly nearest: string | undefined;

  /**
   * @param diagnostic what to say and where
   * @param names what was typed, and what exists
   */
  constructor(
    diagnostic: Diagnostic,
    names: { readonly command: string; readonly nearest: string | undefined },
  ) {
    super([diagnostic]);
    this.command = names.command;
    this.nearest = names.nearest;
  }
}

/**
 * The catalogue's entry of a command, in the form it was written.
 *
 * @param text the cell
 * @param place the command, and where it starts in the cell
 * @returns the entry
 * @throws {UnknownCommandError} naming the nearest command
 * @throws {CellSyntaxError} for words behind a command that takes none, which would not be heard
 * @example
 * ```ts
 * import { requireCommand } from "./command_errors.ts";
 * import { readCommandLine } from "./command_line.ts";
 * const line = readCommandLine("%who");
 * console.assert(line && requireCommand("%who", { command: line, offset: 0 }).line);
 * ```
 */
export function requireCommand(
  text: string,
  { command, offset }: { readonly command: CommandLine; readonly offset: number },
): CommandEntry {
  const { name, args, form } = command;
  const entry = findCommand(name);
  const typed = `${form === "cell" ? "%%" : "%"}${name}`;
  if (entry !== undefined && (form === "cell" ? entry.cell !== undefined : entry.line)) {
    const isAlone = args === "" || args.startsWith("//");
    if (isAlone || !entry.usage.split(", or ").includes(typed)) return entry;
    const argsAt = offset + command.argsStart - command.start;
    throw misuse(text, { offset: argsAt, message: tooMuch(entry, { typed, args }) });
  }
  const near = entry?.name ?? nearestCommand(name, form === "cell" ? "cell" : "line");
  const nearest = near === undefined ? undefined : written(near, form);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  const message = `No command ${typed}${hint || ";"} %help lists all commands`;
  const diagnostic = diagnosticAt(text, { offset, length: typed.length, message });
  throw new UnknownCommandError(diagnostic, { command: typed, nearest });
}

/**
 * Says of a syntax error that a command stands where none can run.
 *
 * @param text the cell
 * @param diagnostic a syntax error of it
 * @returns the diagnostic, in words of the command if it stands at one
 * @example
 * ```ts
 * import { explainCommand } from "./command_errors.ts";
 * const start = { line: 2, column: 3 };
 * const unexpected = { severity: "error", message: "Unexpected token", start, end: start } as const;
 * const { message } = explainCommand("if (a) {\n  %who\n}", unexpected);
 * console.assert(message.startsWith("%who cannot stand within a block"));
 * ```
 */
export function explainCommand(text: string, diagnostic: Diagnostic): Diagnostic {
  const { line, column } = diagnostic.start;
  const command = readCommandLine((text.split("\n")[line - 1] ?? "").replace(/\r$/, ""));
  if (command === undefined || command.form === "help" || command.start !== column - 1) {
    return diagnostic;
  }
  if (findCommand(command.name) === undefined) return diagnostic;
  const written = `${command.form === "cell" ? "%%" : "%"}${command.name}`;
  const message = `${written} cannot stand within a block or an expression, only at the top level`;
  return { ...diagnostic, message };
}

/**
 * The error of a command that lacks something.
 *
 * @param text the cell
 * @param problem what the command needs, and where it starts in the cell
 * @returns an error to throw
 * @example
 * ```ts
 * import { misuse } from "./command_errors.ts";
 * const error = misuse("%time", { offset: 0, message: "%time needs a statement" });
 * console.assert(error.diagnostics.length === 1);
 * ```
 */
export function misuse(
  text: string,
  problem: { readonly offset: number; readonly message: string },
): CellSyntaxError {
  return new CellSyntaxError([diagnosticAt(text, { ...problem, length: 1 })]);
}

function tooMuch(
  { name, line, cell }: CommandEntry,
  { typed, args }: { readonly typed: string; readonly args: string },
): string {
  if (!typed.startsWith("%%")) return `${typed} takes nothing behind it`;
  const orLine = line ? `, or write %${name} ${args}` : "";
  return `${typed} takes nothing on its own line: the ${cell} stands below it${orLine}`;
}

function written(name: string, form: CommandLine["form"]): string {
  const entry = findCommand(name);
  const asCell = form === "cell" ? entry?.cell !== undefined : entry?.line === false;
  return `${asCell ? "%%" : "%"}${name}`;
}

function diagnosticAt(
  text: string,
  { offset, length, message }: {
    readonly offset: number;
    readonly length: number;
    readonly message: string;
  },
): Diagnostic {
  const lines = new LineIndex(text);
  const start = lines.position(offset);
  return { severity: "error", message, start, end: lines.position(offset + length) };
}
