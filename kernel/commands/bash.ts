/**
 * `%%bash`: the cell's text as a script.
 *
 * @module
 */

import type { ShellStatus } from "../evaluate/session/shell.ts";
import type { CommandCall, CommandContext, CommandRule, CommandSession } from "./command.ts";
import { CommandError, CommandInterrupted, reasonOf, ShellError } from "./command_error.ts";

/** What an interrupted script has to end by itself. */
const GRACE_MS = 300;

/** Runs the body; fails if the script does. */
export const bash: CommandRule = {
  run: runScript,
  help: "Runs with the folder, the environment and the permissions of the session; sh takes the\n" +
    "place of a missing bash. A script that fails makes the cell fail.",
};

async function runScript(
  { body = "" }: CommandCall,
  { session, cell, guard }: CommandContext,
): Promise<void> {
  const pid = await start(session, body);
  await using guards = new AsyncDisposableStack();
  guards.use(guard(pid));
  const status = await waitFor(session, { pid, cell: cell.id });
  if (status === null) {
    await stop(session, pid);
    throw new CommandInterrupted();
  }
  if (signalGroup(pid, "SIGCONT")) endWithSession(session, pid, guards.move());
  const { shell, code, signal } = status;
  if (signal !== null) throw new ShellError(`${shell} was ended by ${signal}`, { code });
  if (code !== 0) throw new ShellError(`${shell} ended with exit code ${code}`, { code });
}

async function start(session: CommandSession, script: string): Promise<number> {
  try {
    return await session.host.call<number>("startShell", script);
  } catch (error) {
    throw new CommandError(`Cannot run the script: ${reasonOf(error)}`);
  }
}

async function waitFor(
  session: CommandSession,
  { pid, cell }: { readonly pid: number; readonly cell: string },
): Promise<ShellStatus | null> {
  try {
    return await session.host.call<ShellStatus | null>("waitForShell", pid, cell);
  } catch (error) {
    signalGroup(pid, "SIGKILL"); // the session has gone; its scripts must not outlive it
    throw error;
  }
}

/** As Ctrl-C does, then without asking: what runs in the background does not hear Ctrl-C. */
async function stop(session: CommandSession, pid: number): Promise<void> {
  signalGroup(pid, "SIGINT");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE_MS);
  try {
    await session.host.call("waitForShell", pid);
  } catch {
    // the session has gone, which ends nothing that the script started
  } finally {
    clearTimeout(timer);
    signalGroup(pid, "SIGKILL");
  }
}

/** What a script leaves in the background lives as long as the session does. */
function endWithSession(session: CommandSession, pid: number, guard: AsyncDisposable): void {
  session.ended.then(() => {
    signalGroup(pid, "SIGKILL");
    return guard[Symbol.asyncDispose]();
  });
}

/** Sends a signal to a script and all that it started; whether there was anybody. */
function signalGroup(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
