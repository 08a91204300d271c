/**
 * Command lines inside a cell: which of them are commands, and what takes their place.
 *
 * `a⏎% b` is a remainder and `cond⏎? a⏎: b` a choice, so a line alone does not tell. The text before
 * it does: if a statement is unfinished there, the line belongs to it.
 *
 * @module
 */

import { findCommand } from "./catalogue.ts";
import { misuse, requireCommand } from "./command_errors.ts";
import { type CommandLine, readCommandLine } from "./command_line.ts";
import type { Edit } from "./edits.ts";
import { commandCall, TIME_PLACEHOLDER, timeitCall } from "./placeholder.ts";
import { statementLines } from "./statement_lines.ts";
import { isUnfinished, parseCell } from "./syntax.ts";
import { readTimeitOptions } from "./timeit_options.ts";

/** A line and what stands around it. */
interface Place {
  readonly text: string;
  /** The text before the line, commands already replaced. */
  readonly before: string;
  readonly start: number;
  readonly end: number;
  readonly command: CommandLine;
}

/**
 * Finds the command lines of a text.
 *
 * @param text the cell
 * @param from where to begin; 0, or the end of a line
 * @returns what to replace, in order
 * @throws {UnknownCommandError} for a name that is not in the catalogue
 * @throws {CellSyntaxError} for a command without what it needs
 * @example
 * ```ts
 * import { lineEdits } from "./command_edits.ts";
 * console.assert(lineEdits("a\n%who", 0)[0]?.start === 2);
 * console.assert(lineEdits("a\n  % b", 0).length === 0);
 * ```
 */
export function lineEdits(text: string, from: number): readonly Edit[] {
  const edits: Edit[] = [];
  let expanded = "";
  let done = from;
  let starts = statementLines(text, from);
  for (let next = starts.next(); !next.done; next = starts.next()) {
    const start = next.value;
    const end = lineEnd(text, start);
    const command = readCommandLine(text.slice(start, end));
    if (command === undefined) continue;
    const before = expanded + text.slice(done, start);
    const place: Place = { text, before, start, end, command };
    if (!isCommand(place)) continue;
    expanded = before + text.slice(start, start + command.start);
    done = start + command.start;
    for (const edit of replace(place)) {
      expanded += text.slice(done, edit.start) + edit.text;
      done = edit.end;
      edits.push(edit);
    }
    starts = statementLines(text, done);
    starts.next(); // the rest of this line
  }
  return edits;
}

function isCommand({ text, before, start, end, command }: Place): boolean {
  if (before.trim() !== "" && isUnfinished(before, parseCell(before).errors)) return false;
  if (command.form === "help") {
    return !/^\s*:/.test(text.slice(end)) &&
      parseCell(before + text.slice(start)).errors.length > 0;
  }
  const asRemainder = before.trim() !== "" && command.form === "line" &&
    parseCell(before + text.slice(start, end)).errors.length === 0;
  return !asRemainder || (command.start === 0 && findCommand(command.name)?.line === true);
}

function replace({ text, start, end, command }: Place): readonly Edit[] {
  const { form, name, args } = command;
  const at = start + command.start;
  const argsAt = start + command.argsStart;
  if (form === "help") return [{ start: at, end, text: commandCall({ name, args }) }];
  requireCommand(text, { command, offset: at });
  if (form === "cell") {
    throw misuse(text, {
      offset: at,
      message: `%%${name} must stand on the first line of its cell`,
    });
  }
  if (name === "time") {
    if (args === "") {
      throw misuse(text, { offset: at, message: "%time needs a statement: %time f()" });
    }
    return [{ start: at, end: argsAt, text: TIME_PLACEHOLDER }];
  }
  if (name === "timeit") {
    const { options, length } = readTimeitOptions(args);
    const code = args.slice(length);
    if (code === "") {
      throw misuse(text, { offset: at, message: "%timeit needs an expression: %timeit f()" });
    }
    const call = timeitCall(code, { options });
    const codeEnd = start + text.slice(start, end).replace(/[;\s]+$/, "").length;
    return [
      { start: at, end: argsAt + length, text: call.open },
      { start: codeEnd, end, text: call.close },
    ];
  }
  return [{ start: at, end, text: commandCall({ name, args }) }];
}

function lineEnd(text: string, start: number): number {
  const newline = text.indexOf("\n", start);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === "\r" && end > start ? end - 1 : end;
}
