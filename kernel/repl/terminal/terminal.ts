/**
 * What the REPL needs of a terminal, so that tests can bring their own.
 *
 * @module
 */

/** Where keys come from; `Deno.stdin` is one. */
export interface ReplInput {
  readonly readable: ReadableStream<Uint8Array>;
  isTerminal(): boolean;
  /** Hands over every key as it is pressed and shows none; with `cbreak` all but `Ctrl-C`. */
  setRaw(on: boolean, options?: { readonly cbreak: boolean }): void;
}

/** Columns and rows. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Where text goes to. */
export interface ReplOutput {
  isTerminal(): boolean;
  write(text: string): void;
  size(): TerminalSize;
  /** Calls the listener after each change of size; returns a function that stops it. */
  onResize(listener: () => void): () => void;
}

/**
 * Standard output or standard error of this process.
 *
 * @param stream which of the two
 * @returns it as an output; its size is 80 × 24 where it is no terminal
 * @example
 * ```ts
 * import { systemOutput } from "./terminal.ts";
 * systemOutput(Deno.stderr).write("");
 * ```
 */
export function systemOutput(
  stream: typeof Deno.stdout | typeof Deno.stderr = Deno.stdout,
): ReplOutput {
  const encoder = new TextEncoder();
  let gone = false;
  return {
    isTerminal: () => stream.isTerminal(),
    write: (text) => {
      let bytes: Uint8Array = encoder.encode(text);
      try {
        while (bytes.length > 0 && !gone) bytes = bytes.subarray(stream.writeSync(bytes));
      } catch (error) {
        // Whoever reads has seen enough, as `head` does; cells go on for what else they do.
        if (!(error instanceof Deno.errors.BrokenPipe) && !isHungUp(error)) throw error;
        gone = true;
      }
    },
    size: systemSize,
    onResize: (listener) => {
      if (Deno.build.os === "windows") return () => {};
      Deno.addSignalListener("SIGWINCH", listener);
      return () => Deno.removeSignalListener("SIGWINCH", listener);
    },
  };
}

function systemSize(): TerminalSize {
  try {
    const { columns, rows } = Deno.consoleSize();
    // A terminal that was never told its size says 0 × 0.
    return { columns: columns || 80, rows: rows || 24 };
  } catch {
    return { columns: 80, rows: 24 };
  }
}

/** Whether a terminal has gone, as its window does. */
function isHungUp(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EIO";
}

/**
 * Hears that this process is to end: because a program says so, or because its terminal has gone.
 *
 * @param listener called with the exit code that shells give such an end; the process goes on
 * @returns a function that stops it, so that the next such signal ends the process
 * @example
 * ```ts
 * import { systemTerminations } from "./terminal.ts";
 * const stop = systemTerminations(() => {});
 * stop();
 * ```
 */
export function systemTerminations(listener: (exitCode: number) => void): () => void {
  if (Deno.build.os === "windows") return () => {};
  const hangup = (): void => listener(129);
  const terminate = (): void => listener(143);
  Deno.addSignalListener("SIGHUP", hangup);
  Deno.addSignalListener("SIGTERM", terminate);
  return () => {
    Deno.removeSignalListener("SIGHUP", hangup);
    Deno.removeSignalListener("SIGTERM", terminate);
  };
}

/**
 * Hears the interrupts that other programs, or a terminal that is not raw, send to this process.
 *
 * @param listener called at each of them; the process goes on
 * @returns a function that stops it
 * @example
 * ```ts
 * import { systemInterrupts } from "./terminal.ts";
 * const stop = systemInterrupts(() => {});
 * stop();
 * ```
 */
export function systemInterrupts(listener: () => void): () => void {
  Deno.addSignalListener("SIGINT", listener);
  return () => Deno.removeSignalListener("SIGINT", listener);
}
