/**
 * Lines of an input, for a REPL without an editor.
 *
 * @module
 */

import type { ReplInput } from "./terminal/terminal.ts";

/** A line, an interrupt that came instead of one, or the end. */
export type Line =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupted" }
  | { readonly kind: "ended" };

/** Reads lines ended by `\n`, `\r\n` or `\r`; the last one needs no end. */
export class LineReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #lines: string[] = [];
  #rest = "";
  /** A raw terminal ends lines with \r, which may also be the first half of \r\n. */
  #afterReturn = false;
  #ended = false;
  #interrupt: (() => void) | undefined;
  #reading: Promise<void> | undefined;

  /** @param input where the lines come from */
  constructor(input: ReplInput) {
    this.#reader = input.readable.getReader();
  }

  /**
   * Waits for a line.
   *
   * @returns the line without its end
   */
  async next(): Promise<Line> {
    while (this.#lines.length === 0 && !this.#ended) {
      const { promise, resolve } = Promise.withResolvers<"interrupted">();
      this.#interrupt = () => resolve("interrupted");
      this.#reading ??= this.#read().finally(() => this.#reading = undefined);
      const woken = await Promise.race([this.#reading, promise]);
      this.#interrupt = undefined;
      if (woken === "interrupted") return { kind: "interrupted" };
    }
    const text = this.#lines.shift();
    return text === undefined ? { kind: "ended" } : { kind: "line", text };
  }

  /** The next lines, as far as they have arrived already. */
  get arrived(): readonly string[] {
    return this.#lines;
  }

  /** Wakes who waits for a line, if anybody does; what was read stays. */
  interrupt(): void {
    this.#interrupt?.();
  }

  /** Stops reading. */
  close(): void {
    this.#ended = true;
    this.#reader.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    const { done, value } = await this.#reader.read();
    let text = value === undefined ? "" : this.#decoder.decode(value, { stream: true });
    if (text !== "") {
      const completes = this.#afterReturn && text.startsWith("\n");
      this.#afterReturn = text.endsWith("\r");
      if (completes) text = text.slice(1);
    }
    const pieces = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = pieces.pop() ?? "";
    this.#lines.push(...pieces);
    if (!done) return;
    this.#ended = true;
    if (this.#rest !== "") this.#lines.push(this.#rest);
  }
}
