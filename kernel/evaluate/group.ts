/**
 * A session and all that it started: it leads a process group.
 *
 * @module
 */

/**
 * Ends a process together with all that it started.
 *
 * @param child leader of a process group
 * @returns resolves when the leader has ended
 * @example
 * ```ts
 * import { endGroup } from "./group.ts";
 * const child = new Deno.Command("sleep", { args: ["9"], detached: true }).spawn();
 * console.assert((await endGroup(child)).signal === "SIGKILL");
 * ```
 */
export function endGroup(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
  signalGroup(child, "SIGKILL");
  signal(child.pid, "SIGKILL");
  return child.status;
}

/**
 * Sends a signal to the whole group; on systems without process groups nobody gets it.
 *
 * @param child leader of the group; a session itself does not mind SIGINT
 * @param name the signal
 * @example
 * ```ts
 * import { signalGroup } from "./group.ts";
 * const child = new Deno.Command("sleep", { args: ["9"], detached: true }).spawn();
 * signalGroup(child, "SIGINT");
 * console.assert((await child.status).signal === "SIGINT");
 * ```
 */
export function signalGroup(child: Deno.ChildProcess, name: Deno.Signal): void {
  signal(-child.pid, name);
}

function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch {
    // gone already, or there is no such thing on this system
  }
}
