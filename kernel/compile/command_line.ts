/**
 * The forms of a command on one line, read without knowing what stands around it.
 *
 * @module
 */

import { findCommand } from "./catalogue.ts";

/** A line that looks like a command. Offsets are within the line. */
export interface CommandLine {
  /** Percent signs or question marks; `help` covers `?x`, `??x`, `x?` and `x??`. */
  readonly form: "line" | "cell" | "help";
  readonly name: string;
  readonly args: string;
  /** Where the command starts, after the indentation. */
  readonly start: number;
  /** Where its arguments start. */
  readonly argsStart: number;
}

/** Finds texts in which no line can be a command, so that most cells need no closer look. */
export const MAY_HOLD_COMMANDS: RegExp = /^[ \t]*(?:%{1,2}[A-Za-z_]|\?)|\?[ \t]*$/m;

const PERCENT = /^([ \t]*)(%{1,2})([A-Za-z_]\w*)(?:(\?)[ \t]*$|[ \t]*;[ \t]*$|[ \t]+|$)/;
/** Instead of arguments. What begins so and goes on may be a path. */
const COMMENT = /^\/\/(?=\s|$).*/;
const ASKED_BEFORE = /^([ \t]*)(\?{1,2})[ \t]*([%\p{ID_Start}$_][^\s;]*)[ \t]*$/u;
const ASKED_AFTER =
  /^([ \t]*)([\p{ID_Start}$_][\p{ID_Continue}$.]*(?:\[[^\]]*\])*)(\?{1,2})[ \t]*$/u;

/**
 * Reads a line.
 *
 * @param line without its end
 * @returns what it asks for, or undefined if it cannot be a command
 * @example
 * ```ts
 * import { readCommandLine } from "./command_line.ts";
 * console.assert(readCommandLine("%cd data")?.args === "data");
 * console.assert(readCommandLine("xs.map??")?.name === "inspect_source");
 * ```
 */
export function readCommandLine(line: string): CommandLine | undefined {
  return readPercent(line) ?? readAsked(line);
}

function readPercent(line: string): CommandLine | undefined {
  const match = PERCENT.exec(line);
  if (match === null) return undefined;
  const [whole, indent = "", signs = "", name = "", asked] = match;
  const start = indent.length;
  if (asked !== undefined) {
    return { form: "line", name: "help", args: name, start, argsStart: line.length };
  }
  const form = signs.length === 1 ? "line" : "cell";
  const args = line.slice(whole.length).trim().replace(COMMENT, "");
  return { form, name, args, start, argsStart: whole.length };
}

function readAsked(line: string): CommandLine | undefined {
  const before = ASKED_BEFORE.exec(line);
  const after = ASKED_AFTER.exec(line);
  const indent = before?.[1] ?? after?.[1] ?? "";
  const marks = before?.[2] ?? after?.[3];
  const subject = before?.[3] ?? after?.[2];
  if (marks === undefined || subject === undefined) return undefined;
  const place = { form: "help", start: indent.length, argsStart: line.length } as const;
  const command = subject.replace(/^%+/, "");
  if (command !== subject || (before !== null && findCommand(subject)?.cell === "text")) {
    return { ...place, name: "help", args: command };
  }
  return { ...place, name: marks.length === 1 ? "inspect" : "inspect_source", args: subject };
}
