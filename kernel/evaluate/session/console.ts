/**
 * The console of a session: Node's, writing to the cell that the caller belongs to.
 *
 * Deno's own console would also report every call to the inspector, which costs more than the
 * printing, and could not say which cell a late line belongs to.
 *
 * @module
 */

import { Console } from "node:console";
import process from "node:process";
import type { Writable } from "node:stream";
import type { Output } from "./output.ts";

/**
 * Replaces the global console, and lets `process.stdout` and `process.stderr` write the same way.
 *
 * @param output where lines go
 */
export function installConsole(output: Output): void {
  const full = new Console({
    stdout: writable(output, "stdout"),
    stderr: writable(output, "stderr"),
    colorMode: false,
  });
  const log = quick((text) => output.text(text), full.log.bind(full));
  const error = quick((text) => output.text(text, "stderr"), full.error.bind(full));
  let depth = 0;
  const group = (...labels: unknown[]): void => {
    full.group(...labels);
    depth++;
  };
  const groupEnd = (): void => {
    full.groupEnd();
    depth = Math.max(0, depth - 1);
  };
  const plain = (fast: Print, slow: Print): Print => (...args) =>
    depth === 0 ? fast(...args) : slow(...args);
  Object.assign(globalThis.console, full, {
    log: plain(log, full.log.bind(full)),
    info: plain(log, full.info.bind(full)),
    debug: plain(log, full.debug.bind(full)),
    error: plain(error, full.error.bind(full)),
    warn: plain(error, full.warn.bind(full)),
    group,
    groupCollapsed: group,
    groupEnd,
  });
  redirect(process.stdout, (text) => output.text(text));
  redirect(process.stderr, (text) => output.text(text, "stderr"));
}

type Print = (...args: unknown[]) => void;

/** Printing plain words needs no formatter, which is what makes 20,000 lines cheap. */
function quick(write: (text: string) => void, slow: Print): Print {
  return (...args) => {
    for (const arg of args) {
      const word = typeof arg === "string" || typeof arg === "boolean" ||
        (typeof arg === "number" && !Object.is(arg, -0));
      if (!word) return slow(...args);
    }
    const text = args.join(" ");
    if (args.length > 1 && text.includes("%")) return slow(...args);
    write(text + "\n");
  };
}

/** As much of a stream as Node's Console uses; `write` alone does anything. */
function writable(output: Output, stream: "stdout" | "stderr"): Writable {
  const nothing = (): void => {};
  const sink = {
    write: (text: string) => (output.text(text, stream), true),
    on: nothing,
    once: nothing,
    removeListener: nothing,
    listenerCount: () => 0,
  };
  return sink as unknown as Writable;
}

function redirect(stream: unknown, write: (text: string) => void): void {
  const target = stream as { write(...args: unknown[]): boolean };
  const decoder = new TextDecoder();
  target.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    write(
      typeof chunk === "string" ? chunk : decoder.decode(chunk as Uint8Array, { stream: true }),
    );
    const done = rest.findLast((arg) => typeof arg === "function") as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  };
}
