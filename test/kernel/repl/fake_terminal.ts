/**
 * A terminal without a window: xterm's own emulator draws what the REPL writes, a test types.
 *
 * @module
 */

import headless from "@xterm/headless";
import type { ReplInput, ReplOutput } from "../../../kernel/repl/terminal/terminal.ts";

/** Streams for a REPL, and what a test does with them. */
export interface FakeTerminal {
  readonly input: ReplInput;
  readonly output: ReplOutput;
  /** All that was written, escape codes included. */
  readonly written: string;
  /** Whether the input is in raw mode. */
  readonly raw: boolean;
  type(text: string): void;
  end(): void;
  resize(columns: number, rows: number): Promise<void>;
  /** The rows that show something, as text, scrolled ones included. */
  rows(): Promise<readonly string[]>;
  cursor(): Promise<{ readonly row: number; readonly column: number }>;
  /** Resolves once the terminal shows a text; white space at the end of rows does not count. */
  shows(text: string): Promise<void>;
}

/**
 * @param options size, and whether it claims to be a terminal at all
 * @returns the terminal, empty
 */
export function createFakeTerminal(
  options: { readonly columns?: number; readonly rows?: number; readonly isTerminal?: boolean } =
    {},
): FakeTerminal {
  const { columns = 80, rows = 24, isTerminal = true } = options;
  const emulator = new headless.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    convertEol: true,
    reflowCursorLine: true,
  });
  const resizeListeners = new Set<() => void>();
  const watchers = new Set<() => void>();
  let feed: ReadableStreamDefaultController<Uint8Array>;
  const readable = new ReadableStream<Uint8Array>({
    start: (controller) => void (feed = controller),
  });
  let written = "";
  let undrawn = "";
  let raw = false;

  function lines(): string[] {
    const { active } = emulator.buffer;
    return Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true).trimEnd() ?? "",
    );
  }

  /** The emulator draws in a timer of its own, so only when somebody looks. */
  function drawn(): Promise<void> {
    const text = undrawn;
    undrawn = "";
    return new Promise((resolve) => emulator.write(text, resolve));
  }

  return {
    input: { readable, isTerminal: () => isTerminal, setRaw: (on) => void (raw = on) },
    output: {
      isTerminal: () => isTerminal,
      write: (text) => {
        written += text;
        undrawn += text;
        for (const watcher of watchers) void drawn().then(watcher);
      },
      size: () => ({ columns: emulator.cols, rows: emulator.rows }),
      onResize: (listener) => {
        resizeListeners.add(listener);
        return () => void resizeListeners.delete(listener);
      },
    },
    get written() {
      return written;
    },
    get raw() {
      return raw;
    },
    type: (text) => feed.enqueue(new TextEncoder().encode(text)),
    end: () => feed.close(),
    resize: async (newColumns, newRows) => {
      await drawn();
      emulator.resize(newColumns, newRows);
      for (const listener of resizeListeners) listener();
    },
    rows: async () => {
      await drawn();
      const all = lines();
      return all.slice(0, all.findLastIndex((line) => line !== "") + 1);
    },
    cursor: async () => {
      await drawn();
      const { active } = emulator.buffer;
      return { row: active.baseY + active.cursorY, column: active.cursorX };
    },
    shows: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!lines().join("\n").includes(text.trimEnd())) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        void drawn().then(look);
      }),
  };
}
