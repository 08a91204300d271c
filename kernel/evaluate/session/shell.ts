/**
 * Shell scripts of `%%bash`: started in the session, so that they have its folder, its environment
 * and its permissions, and print straight into its pipes.
 *
 * @module
 */

import type { Cells } from "./context.ts";

/** What a script is run by, the first that exists. */
const SHELLS = ["bash", "sh"];

/** How a script ended. */
export interface ShellStatus {
  readonly shell: string;
  readonly code: number;
  readonly signal: string | null;
}

interface Script {
  readonly shell: string;
  readonly child: Deno.ChildProcess;
}

/** The scripts of one session. */
export class Shells {
  readonly #cells: Cells;
  readonly #scripts = new Map<number, Script>();

  /** @param cells tell when a script's cell is interrupted */
  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /**
   * Starts a script as the leader of a process group of its own, so that all it started can be ended.
   *
   * @param text the script
   * @returns its process id
   * @throws Deno.errors.NotCapable without the permission, Deno.errors.NotFound without any shell
   */
  start(text: string): number {
    for (const shell of SHELLS) {
      try {
        const child = new Deno.Command(shell, {
          args: ["-c", text],
          stdin: "null",
          stdout: "inherit",
          stderr: "inherit",
          detached: true,
        }).spawn();
        this.#scripts.set(child.pid, { shell, child });
        return child.pid;
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    throw new Deno.errors.NotFound(`Cannot run a script: found neither ${SHELLS.join(" nor ")}`);
  }

  /**
   * Waits for the end of a script.
   *
   * @param pid as `start` gave it
   * @param cell the cell that waits; none waits whatever happens
   * @returns how it ended, or null if the cell was interrupted first
   */
  async wait(pid: number, cell?: string): Promise<ShellStatus | null> {
    const script = this.#scripts.get(pid);
    if (!script) throw new RangeError(`Cannot wait for process ${pid}: it was not started here`);
    const ended = script.child.status.then(({ code, signal }) => {
      this.#scripts.delete(pid);
      return { shell: script.shell, code, signal };
    });
    if (cell === undefined) return await ended;
    const { signal } = this.#cells.get(cell);
    const interrupted = Promise.withResolvers<null>();
    const give = (): void => interrupted.resolve(null);
    signal.addEventListener("abort", give);
    if (signal.aborted) give();
    try {
      return await Promise.race([ended, interrupted.promise]);
    } finally {
      signal.removeEventListener("abort", give);
    }
  }
}
