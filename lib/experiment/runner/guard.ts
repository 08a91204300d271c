/**
 * Sees to it that no worker outlives its parent, even one that loops when the parent is killed.
 *
 * @module
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Each line names the process groups to end; the last one counts when the pipe closes. */
const SCRIPT = `while read -r line; do groups=$line; done
for group in $groups; do kill -9 -"$group" 2>/dev/null; done`;

/**
 * A shell that waits for the parent's end of a pipe to close, and then ends the workers. Where there
 * is no `sh`, workers still end by themselves when they next come to their event loop.
 *
 * @example
 * ```ts
 * import { Guard } from "./guard.ts";
 * const guard = new Guard();
 * guard.watch([]);
 * await guard.end();
 * ```
 */
export class Guard {
  readonly #shell: ChildProcess;
  readonly #gone: Promise<unknown>;

  constructor() {
    // In a group of its own, so that Ctrl-C in a terminal does not end the guard first.
    this.#shell = spawn("sh", ["-c", SCRIPT], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    this.#gone = once(this.#shell, "exit").catch(() => {});
    this.#shell.stdin?.on("error", () => {});
  }

  /** @param groups process groups to end if the parent ends, instead of those of the call before */
  watch(groups: readonly number[]): void {
    if (this.#shell.stdin?.writable) this.#shell.stdin.write(`${groups.join(" ")}\n`);
  }

  /** Ends the guard; what it watches then is ended too. */
  async end(): Promise<void> {
    this.#shell.stdin?.end();
    await this.#gone;
  }
}
