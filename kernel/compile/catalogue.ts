/**
 * The commands a cell may hold: one list for the compiler, for `%help` and for completion.
 *
 * @module
 */

import { closest, distance } from "fastest-levenshtein";

/** What follows a `%%` command: code of the cell, or text that the command takes as it is. */
export type CommandBody = "code" | "text";

/** One command. */
export interface CommandEntry {
  /** Without percent signs. */
  readonly name: string;
  /** Whether `%name` on a line of its own exists. */
  readonly line: boolean;
  /** What `%%name` takes; absent if there is no such form. */
  readonly cell?: CommandBody;
  /** How to write it; what has no words behind its name takes none. */
  readonly usage: string;
  /** What it does, in one sentence. */
  readonly summary: string;
}

/** All commands, by the order of the help page. */
export const COMMANDS: readonly CommandEntry[] = [
  line("help", "%help [command]", "Lists the commands, or explains one."),
  line("vars", "%vars", "Shows the variables of the session with types and values."),
  line("who", "%who [type]", "Lists the names of the variables, of one type if given."),
  line("type", "%type expression", "Shows the static type of an expression."),
  line("inspect", "?name, or name?", "Shows what is known of a name: type, documentation, value."),
  line("inspect_source", "??name, or name??", "Shows the same as ?name, and the source text."),
  {
    ...line("time", "%time statement, or %%time", "Runs code once and prints how long it took."),
    cell: "code",
  },
  {
    ...line(
      "timeit",
      "%timeit [-n N -r R] code, or %%timeit …",
      "Runs code many times, or N times in each of R runs, and prints its speed.",
    ),
    cell: "code",
  },
  line(
    "check",
    "%check [error|warn|off]",
    "Sets what type errors do: stop the cell, warn, nothing.",
  ),
  line("reload", "%reload", "Makes the next import load every local module afresh."),
  line("restart", "%restart", "Starts a fresh session; all variables are lost."),
  line("cd", "%cd [folder|-]", "Shows or changes the working folder; - is the one before."),
  line("env", "%env [name[=value]]", "Shows or sets environment variables of the session."),
  line(
    "load",
    "%load file, or %load cell n",
    "Puts the text of a file or cell into the next cell.",
  ),
  line("run", "%run file", "Runs a TypeScript or JavaScript file or a notebook in this session."),
  line("history", "%history [count] [-g pattern]", "Shows the cells that ran last, or that match."),
  line("permissions", "%permissions [flags|none]", "Shows or changes what the session may do."),
  cell("html", "%%html", "Displays the cell as HTML."),
  cell("md", "%%md", "Displays the cell as Markdown."),
  cell("svg", "%%svg", "Displays the cell as an SVG picture."),
  cell("mermaid", "%%mermaid", "Displays the cell as a Mermaid diagram."),
  cell("bash", "%%bash", "Runs the cell in bash; what it prints appears below the cell."),
  { ...cell("capture", "%%capture name", "Keeps the cell's output in a variable."), cell: "code" },
  { ...cell("silent", "%%silent", "Runs the cell without showing its result."), cell: "code" },
];

/**
 * Finds a command.
 *
 * @param name without percent signs
 * @returns the command, or undefined
 * @example
 * ```ts
 * import { findCommand } from "./catalogue.ts";
 * console.assert(findCommand("bash")?.cell === "text");
 * ```
 */
export function findCommand(name: string): CommandEntry | undefined {
  return COMMANDS.find((entry) => entry.name === name);
}

/**
 * The command that a mistyped name most resembles.
 *
 * @param name without percent signs
 * @param form `cell` if it was written with `%%`, which decides between names equally near
 * @returns a known name, or undefined when none is near
 * @example
 * ```ts
 * import { nearestCommand } from "./catalogue.ts";
 * console.assert(nearestCommand("tiem") === "time");
 * console.assert(nearestCommand("bahs", "cell") === "bash");
 * ```
 */
export function nearestCommand(name: string, form: "line" | "cell" = "line"): string | undefined {
  const hasForm = ({ line, cell }: CommandEntry): boolean =>
    form === "cell" ? cell !== undefined : line;
  const typed = name.toLowerCase();
  const letters = sorted(typed);
  // The first of those equally near; of these, what has the same letters in another order.
  const names = COMMANDS.toSorted((a, b) =>
    Number(hasForm(b)) - Number(hasForm(a)) ||
    distance(letters, sorted(a.name)) - distance(letters, sorted(b.name))
  ).map((entry) => entry.name);
  const near = closest(typed, names);
  return distance(typed, near) <= Math.max(1, Math.ceil(name.length / 3)) ? near : undefined;
}

function sorted(word: string): string {
  return [...word].sort().join("");
}

function line(name: string, usage: string, summary: string): CommandEntry {
  return { name, line: true, usage, summary };
}

function cell(name: string, usage: string, summary: string): CommandEntry {
  return { name, line: false, cell: "text", usage, summary };
}
