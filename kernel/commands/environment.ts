/**
 * `%env`: environment variables of the session.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule, CommandSession } from "./command.ts";
import { CommandError, reasonOf } from "./command_error.ts";
import { unquote } from "./words.ts";

const SECRET = /key|token|secret|passw|credential|auth|cookie|private|signature/i;
/** A password within an address, as in `https://user:password@host`. */
const LOGIN = /(?<=:\/\/[^/\s:@]*:)[^@\s/]+(?=@)/g;

/** Lists all variables, shows one, or sets one. */
export const env: CommandRule = {
  run: showOrSet,
  help: [
    "  %env              lists all; what looks secret is masked",
    "  %env NAME         shows one as it is",
    "  %env NAME=VALUE   sets one",
  ].join("\n"),
};

async function showOrSet(
  { args }: CommandCall,
  { session, screen }: CommandContext,
): Promise<void> {
  const setting = /^([^\s=]+)(?:\s*=\s*|\s+)(.*)$/s.exec(args);
  try {
    if (args === "") return screen.print(await list(session));
    if (setting === null) return screen.print(await show(session, args));
    const [, name = "", value = ""] = setting;
    await session.host.call("setEnv", name, unquote(value));
    screen.print(line(name, unquote(value)));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`Cannot ${verb(args, setting)}: ${reasonOf(error)}`);
  }
}

async function list(session: CommandSession): Promise<string> {
  const all = await session.host.call<Readonly<Record<string, string>>>("listEnv");
  return Object.keys(all).toSorted().map((name) => line(name, all[name] ?? "")).join("");
}

async function show(session: CommandSession, name: string): Promise<string> {
  const value = await session.host.call<string | null>("getEnv", name);
  if (value !== null) return `${value}\n`;
  throw new CommandError(`Cannot show ${name}: it is not set; %env ${name}=value sets it`);
}

/** Lists end up in notebooks that are sent to others, so what looks secret is not shown in them. */
function line(name: string, value: string): string {
  return `${name}=${SECRET.test(name) ? "••••••" : value.replace(LOGIN, "••••••")}\n`;
}

function verb(args: string, setting: RegExpExecArray | null): string {
  if (args === "") return "list the environment";
  return setting === null ? `show ${args}` : `set ${setting[1]}`;
}
