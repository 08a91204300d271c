/** A Python process that does one named task at a time and tells how long each took. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";

/** The process while it lives. */
export interface Python extends Disposable {
  /** The line that it printed when it was ready. */
  readonly greeting: string;
  /** Does a task and tells milliseconds. */
  run(task: string): Promise<number>;
}

/** Starts a script of this folder; it prints a line when it is ready, then one for each task. */
export async function startPython(script: string, args: readonly string[]): Promise<Python> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(PYTHON, [path, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function answer(): Promise<string> {
    const { done, value } = await lines.next();
    if (done === true) throw new Error(`${PYTHON} ended: ${script} says above what it needs`);
    return value;
  }
  const greeting = await answer();
  return {
    greeting,
    run: async (task) => {
      child.stdin.write(`${task}\n`);
      return Number(await answer());
    },
    [Symbol.dispose]: () => void child.stdin.end(),
  };
}
