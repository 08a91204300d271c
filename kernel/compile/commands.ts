/**
 * Commands in a cell: found where a statement may begin, and put into calls of the session's hooks.
 *
 * @module
 */

import { findCommand } from "./catalogue.ts";
import { type CommandLine, MAY_HOLD_COMMANDS, readCommandLine } from "./command_line.ts";
import { lineEdits } from "./command_edits.ts";
import { misuse, requireCommand } from "./command_errors.ts";
import { type Edit, EditedText } from "./edits.ts";
import { HOOKS } from "./hooks.ts";
import { commandCall, timeitCall } from "./placeholder.ts";
import type { Around } from "./rewrite.ts";
import { readTimeitOptions } from "./timeit_options.ts";

/** A cell after its commands have become TypeScript. */
export interface CommandedCell {
  readonly edited: EditedText;
  /** Whether a command forbids the result. */
  readonly silent: boolean;
  /** Statements around those of the cell, of `%%time` and `%%capture`. */
  readonly around?: Around;
}

interface FirstLine {
  readonly command: CommandLine | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * Puts all commands of a cell into TypeScript.
 *
 * @param text the cell as the user wrote it
 * @returns TypeScript, with the way back to the cell
 * @throws {UnknownCommandError} for a name that is not in the catalogue
 * @throws {CellSyntaxError} for a command without what it needs
 * @example
 * ```ts
 * import { expandCommands } from "./commands.ts";
 * const { edited } = expandCommands("%cd data");
 * console.assert(edited.text === `await __modulab.command("cd", "data");`);
 * ```
 */
export function expandCommands(text: string): CommandedCell {
  if (!MAY_HOLD_COMMANDS.test(text)) return { edited: new EditedText(text), silent: false };
  const first = firstLine(text);
  const head = first.command?.form === "cell" ? first.command : undefined;
  if (head === undefined) {
    return { edited: new EditedText(text, lineEdits(text, 0)), silent: false };
  }
  return expandCell(text, { ...first, command: head });
}

/**
 * The cell without its commands, for readers that know only TypeScript: same length, same lines.
 *
 * @param text the cell as the user wrote it
 * @returns the text with spaces in place of commands; code that a command takes stays
 * @example
 * ```ts
 * import { eraseCommands } from "./commands.ts";
 * console.assert(eraseCommands("%time f()\n%who") === "      f()\n    ");
 * ```
 */
export function eraseCommands(text: string): string {
  if (!MAY_HOLD_COMMANDS.test(text)) return text;
  const { command, start, end } = firstLine(text);
  if (command?.form !== "cell") return blankEdits(text, eraseEdits(text, 0));
  if (findCommand(command.name)?.cell !== "code") return blank(text);
  return blankEdits(text, [{ start, end, text: "" }, ...eraseEdits(text, end)]);
}

/**
 * The `%%` command of a cell, if its first line is one.
 *
 * @param text the cell as the user wrote it
 * @returns the command's name, or undefined
 * @example
 * ```ts
 * import { cellCommand } from "./commands.ts";
 * console.assert(cellCommand("%%bash\nls") === "bash");
 * ```
 */
export function cellCommand(text: string): string | undefined {
  const { command } = firstLine(text);
  return command?.form === "cell" ? command.name : undefined;
}

function expandCell(
  text: string,
  { command, start, end }: FirstLine & { readonly command: CommandLine },
): CommandedCell {
  const { name, args } = command;
  const entry = requireCommand(text, { command, offset: start + command.start });
  if (entry.cell === "text") {
    const body = text.slice(end).replace(/^\r?\n/, "");
    const call = commandCall({ name, args, body });
    return {
      edited: new EditedText(text, [{ start: 0, end: text.length, text: call }]),
      silent: true,
    };
  }
  const call = name === "timeit" ? timeitOf(text, { command, start, end }) : undefined;
  const edits: Edit[] = [{ start, end, text: call?.open ?? "" }, ...lineEdits(text, end)];
  if (call !== undefined) edits.push({ start: text.length, end: text.length, text: call.close });
  return {
    edited: new EditedText(text, edits),
    silent: name === "silent" || name === "timeit",
    ...surround(text, { command, offset: start }),
  };
}

function timeitOf(
  text: string,
  { command: { args, argsStart }, start, end }: FirstLine & { readonly command: CommandLine },
): ReturnType<typeof timeitCall> {
  const { options, length } = readTimeitOptions(args, "cell");
  const rest = args.slice(length);
  if (rest === "" || rest.startsWith("//")) {
    return timeitCall(text.slice(end), { kind: "statements", options });
  }
  throw misuse(text, {
    offset: start + argsStart + length,
    message: "%%timeit takes only -n and -r on its own line: the code stands below it, or write " +
      `%timeit ${args}`,
  });
}

function surround(
  text: string,
  { command: { name, args, start }, offset }: {
    readonly command: CommandLine;
    readonly offset: number;
  },
): { readonly around?: Around } {
  if (name === "time") {
    return {
      around: {
        before: `let ${HOOKS}_time = ${HOOKS}.timeStart();`,
        after: `${HOOKS}.timeEnd(${HOOKS}_time);`,
        always: false,
      },
    };
  }
  if (name !== "capture") return {};
  if (args === "") {
    throw misuse(text, {
      offset: offset + start,
      message: "%%capture needs a name: %%capture out",
    });
  }
  return {
    around: {
      before: commandCall({ name: "capture_begin", args }),
      after: commandCall({ name: "capture_end", args }),
      always: true,
    },
  };
}

function firstLine(text: string): FirstLine {
  const start = /^(?:[^\S\n]*\n)*/.exec(text)?.[0].length ?? 0;
  const newline = text.indexOf("\n", start);
  const end = newline < 0 ? text.length : newline;
  return { command: readCommandLine(text.slice(start, end).replace(/\r$/, "")), start, end };
}

function eraseEdits(text: string, from: number): readonly Edit[] {
  try {
    return lineEdits(text, from);
  } catch {
    return []; // the compiler will say what is wrong with the command
  }
}

function blankEdits(text: string, edits: readonly Edit[]): string {
  return new EditedText(
    text,
    edits.map(({ start, end }) => {
      return { start, end, text: blank(text.slice(start, end)) };
    }),
  ).text;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
