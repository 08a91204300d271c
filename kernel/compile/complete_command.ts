/**
 * Completion of commands: their names, and the words that some of them take.
 *
 * @module
 */

import type { CompletionItem } from "../assist/assist.ts";
import { type CommandEntry, COMMANDS, findCommand } from "./catalogue.ts";
import { readCommandLine } from "./command_line.ts";
import { cellCommand } from "./commands.ts";
import { statementLines } from "./statement_lines.ts";

/** The words that stand behind a command, where they are few. */
const WORDS: Readonly<Record<string, readonly (readonly [word: string, meaning: string])[]>> = {
  check: [
    ["error", "a cell with type errors does not run"],
    ["warn", "type errors are shown below the cell"],
    ["off", "cells are not checked"],
  ],
  help: COMMANDS.map(({ name, summary }) => [name, summary] as const),
  permissions: [
    ...["read", "write", "net", "env", "sys", "run", "ffi", "import", "all"].flatMap((kind) =>
      ["allow", "deny"].map((verb) => [`--${verb}-${kind}`, `${verb}s ${kind}`] as const)
    ),
    ["none", "no permission at all"],
  ],
  load: [["cell", "the text of an earlier cell, by its number"]],
};

/** Commands whose arguments are TypeScript. */
const OF_CODE: ReadonlySet<string> = new Set(["time", "timeit", "type"]);

/**
 * Completes the command at the cursor.
 *
 * @param code the cell
 * @param offset the cursor, in UTF-16 units
 * @returns what fits, maybe nothing, as in the text of `%%bash`; undefined where TypeScript is typed
 * @example
 * ```ts
 * import { completeCommand } from "./complete_command.ts";
 * console.assert(completeCommand("%ti", 3)?.map(({ text }) => text).includes("%timeit"));
 * console.assert(completeCommand("a % b", 5) === undefined);
 * ```
 */
export function completeCommand(
  code: string,
  offset: number,
): readonly CompletionItem[] | undefined {
  const start = lineStart(code, offset);
  const line = code.slice(start, offset);
  const head = findCommand(cellCommand(code) ?? "");
  if (head?.cell === "text" && code.slice(0, start).trim() !== "") return [];
  if (!/^[ \t]*%/.test(line) || !mayBeCommand(code, start)) return undefined;
  return completeName(line, { code, start, end: offset }) ?? completeWord(line, offset);
}

/**
 * The cell with the expression that `%type`, `?x` or `x?` asks for in the place of that line.
 *
 * @param code the cell
 * @param offset the cursor, in UTF-16 units
 * @returns a text of the same length; the cell itself where no such line is
 * @example
 * ```ts
 * import { askedExpression } from "./complete_command.ts";
 * console.assert(askedExpression("%type xs.ma", 11) === "      xs.ma");
 * ```
 */
export function askedExpression(code: string, offset: number): string {
  const start = lineStart(code, offset);
  const newline = code.indexOf("\n", start);
  const line = code.slice(start, newline < 0 ? undefined : newline);
  const command = readCommandLine(line);
  if (command?.form !== "help" && command?.name !== "type") return code;
  if (!mayBeCommand(code, start)) return code;
  const expression = line.replace(
    /^[ \t]*(?:%type\b|\?{1,2})|\?{1,2}[ \t]*$/g,
    ({ length }) => " ".repeat(length),
  );
  return code.slice(0, start) + expression + code.slice(start + line.length);
}

function lineStart(code: string, offset: number): number {
  return code.lastIndexOf("\n", offset - 1) + 1;
}

/** Whether a statement may begin at a line; it reads all tokens before it, so it is asked last. */
function mayBeCommand(code: string, start: number): boolean {
  return statementLines(code, 0).some((line) => line === start);
}

function completeName(
  line: string,
  { code, start, end }: { readonly code: string; readonly start: number; readonly end: number },
): readonly CompletionItem[] | undefined {
  const typed = /^[ \t]*(%{1,2}\w*)$/.exec(line)?.[1];
  if (typed === undefined) return undefined;
  const isFirst = code.slice(0, start).trim() === "";
  const from = end - typed.length;
  return COMMANDS.flatMap((entry) => formsOf(entry, isFirst))
    .filter(({ text }) => text.startsWith(typed))
    .map(({ text, entry }) => item(text, entry.summary, { start: from, end, usage: entry.usage }));
}

/** `%%` opens a cell, so it fits on the first line only; `?x` has no name to type. */
function formsOf(
  entry: CommandEntry,
  isFirst: boolean,
): readonly { readonly text: string; readonly entry: CommandEntry }[] {
  if (entry.usage.startsWith("?")) return [];
  return [
    ...(entry.line ? [{ text: `%${entry.name}`, entry }] : []),
    ...(entry.cell !== undefined && isFirst ? [{ text: `%%${entry.name}`, entry }] : []),
  ];
}

/** In a command's arguments nothing else is proposed where they are no TypeScript. */
function completeWord(line: string, end: number): readonly CompletionItem[] | undefined {
  const match = /^[ \t]*%{1,2}(\w+)[ \t]+(?:.*[ \t])?([^ \t]*)$/.exec(line);
  if (match === null || OF_CODE.has(match[1] ?? "")) return undefined;
  const words = WORDS[match[1] ?? ""] ?? [];
  const typed = match[2] ?? "";
  const start = end - typed.length;
  return words.filter(([word]) => word.startsWith(typed.replace(/^%+/, "")))
    .map(([word, meaning]) => item(word, meaning, { start, end }));
}

function item(
  text: string,
  documentation: string,
  { start, end, usage }: {
    readonly start: number;
    readonly end: number;
    readonly usage?: string;
  },
): CompletionItem {
  const signature = usage === undefined ? {} : { signature: usage };
  return { text, type: "command", ...signature, documentation, start, end };
}
