/**
 * Sees to it that no session outlives its kernel, even if the kernel is killed while a cell loops.
 *
 * @module
 */

/**
 * Starts a shell that waits for the kernel's end of a pipe to close, and then ends the session.
 *
 * @param session process id of the session, which leads a process group
 * @returns stops the guard when the session has ended; does nothing where there is no `sh`
 */
export function guardSession(session: number): AsyncDisposable {
  const guard = spawnGuard(session);
  return {
    [Symbol.asyncDispose]: async () => {
      if (!guard) return;
      try {
        guard.kill("SIGKILL");
      } catch {
        // it has ended by itself
      }
      await guard.stdin.close().catch(() => {});
      await guard.status;
    },
  };
}

function spawnGuard(session: number): Deno.ChildProcess | undefined {
  try {
    return new Deno.Command("sh", {
      args: ["-c", `read _; kill -9 -${session}`],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      detached: true,
    }).spawn();
  } catch {
    return undefined;
  }
}
