/**
 * From the words of a command line to an exit code.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { MISUSED, UsageError } from "./command.ts";
import { type CommandEntry, COMMANDS } from "./commands.ts";

/** Where a command line is read from and answered to; tests bring their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs the command that a command line names.
 *
 * @param args the words after `modulab`
 * @param options where to print, and the commands that exist
 * @returns the exit code: 0 done, 1 failed, 2 misused
 * @example
 * ```ts
 * import { dispatch } from "./dispatch.ts";
 * const lines: string[] = [];
 * const terminal = { out: (text: string) => lines.push(text), err: () => {} };
 * console.assert(await dispatch(["--version"], { terminal }) === 0);
 * console.assert(lines[0]?.startsWith("modulab "));
 * ```
 */
export async function dispatch(
  args: readonly string[],
  { terminal, commands = COMMANDS }: {
    readonly terminal: Terminal;
    readonly commands?: Readonly<Record<string, CommandEntry>>;
  },
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    return await help(rest[0], { terminal, commands });
  }
  if (name === "--version" || name === "-V") {
    terminal.out(`modulab ${config.version} (Deno ${Deno.version.deno})`);
    return 0;
  }
  const entry = commands[name];
  if (!entry) return await refuse(name, { terminal, commands });
  const command = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    terminal.out(command.help);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`modulab ${name}: ${error.message}`);
    terminal.err(`Try 'modulab ${name} --help'.`);
    return MISUSED;
  }
}

async function help(
  topic: string | undefined,
  { terminal, commands }: {
    readonly terminal: Terminal;
    readonly commands: Readonly<Record<string, CommandEntry>>;
  },
): Promise<number> {
  const entry = topic === undefined ? undefined : commands[topic];
  terminal.out(entry ? (await entry.load()).help : overview(commands));
  return 0;
}

function overview(commands: Readonly<Record<string, CommandEntry>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) =>
    `  ${name.padEnd(11)}${summary}`
  );
  return [
    "modulab: TypeScript for Jupyter and the terminal, with modular machine learning",
    "",
    "Usage: modulab <command> [options]",
    "",
    ...rows,
    "",
    "'modulab <command> --help' explains one command; 'modulab --version' names the version.",
  ].join("\n");
}

/** Loads the speller only here: a right command line must not pay for it. */
async function refuse(
  name: string,
  { terminal, commands }: {
    readonly terminal: Terminal;
    readonly commands: Readonly<Record<string, CommandEntry>>;
  },
): Promise<number> {
  const { nearest } = await import("./nearest.ts");
  const names = Object.keys(commands);
  const meant = nearest(name, names);
  const kind = name.startsWith("-") ? "option" : "command";
  terminal.err(
    `modulab: there is no ${kind} '${name}'` +
      (meant ? `; did you mean '${meant}'?` : `; there are ${names.join(", ")}`),
  );
  return MISUSED;
}
