/**
 * The console of a session: Deno's, writing to the cell that the caller belongs to.
 *
 * The global one would also report every call to the inspector, which costs more than the printing,
 * and could not say which cell a late line belongs to.
 *
 * @module
 */

import { Console as NodeConsole } from "node:console";
import process from "node:process";
import type { Output } from "./output.ts";

/** What Deno's internals offer and its interface does not: the console as a class, as of Deno 2.9. */
interface Internals {
  readonly Console?: new (print: (text: string, level: number) => void) => Console;
}

/** Levels up to this one are for stdout. */
const INFO = 1;

/**
 * Replaces the global console, and lets `process.stdout` and `process.stderr` write the same way.
 *
 * @param output where lines go
 */
export function installConsole(output: Output): void {
  redirect(process.stdout, (text) => output.text(text));
  redirect(process.stderr, (text) => output.text(text, "stderr"));
  const full = makeConsole(output);
  const log = quick((text) => output.text(text), full.log);
  const error = quick((text) => output.text(text, "stderr"), full.error);
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
    log: plain(log, full.log),
    info: plain(log, full.info),
    debug: plain(log, full.debug),
    error: plain(error, full.error),
    warn: plain(error, full.warn),
    group,
    groupCollapsed: group,
    groupEnd,
    // A notebook is no terminal whose cursor could go back to the top.
    clear: () => {},
  });
}

/** Node's is the one for a Deno that no longer has its own as a class: it lays objects out otherwise. */
function makeConsole(output: Output): Console {
  const { internal } = Deno as unknown as { readonly internal?: keyof typeof Deno };
  const { Console } = (internal ? Deno[internal] : {}) as unknown as Internals;
  if (Console === undefined) return new NodeConsole(process.stdout, process.stderr);
  return new Console((text, level) => output.text(text, level > INFO ? "stderr" : "stdout"));
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
