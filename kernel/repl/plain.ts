/**
 * The REPL without an editor and without escape codes: in a pipe, in a dumb terminal, for a screen
 * reader. Every statement runs as soon as it is complete.
 *
 * @module
 */

import type { InputRequest, KernelClient } from "../wire/client.ts";
import { askCompleteness } from "./assistance.ts";
import { END_OF_INPUT, isFarewell } from "./farewell.ts";
import { LineReader } from "./lines.ts";
import { readPayloads } from "./payloads.ts";
import { Transcript } from "./print/transcript.ts";
import type { ReplInput, ReplOutput } from "./terminal/terminal.ts";

/** What the plain REPL works with. */
export interface PlainOptions {
  readonly client: KernelClient;
  readonly input: ReplInput;
  readonly output: ReplOutput;
  /** Where standard error of cells and their errors go. */
  readonly errors: ReplOutput;
  /** One line that greets, where the input is a terminal. */
  readonly banner: string;
  /** Calls the listener at each `Ctrl-C`; returns a function that stops it. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Resolves with an exit code when the process is told to end. */
  readonly terminated: Promise<number>;
}

/** Lines that cannot begin a statement: what stands before them is not yet all. */
const CONTINUES =
  /^\s*(?:\.(?!\d|exit\b)|\?\??\s|\?\.|[:&|=*^,)\]]|(?:else|catch|finally|instanceof|satisfies)\b)/;

/** Lines that may stand within a statement as well as between two. */
const NO_CODE = /^\s*(?:\/\/.*)?$/;

/** Exit code of a process that `Ctrl-C` ended, as shells have it. */
const INTERRUPTED = 130;

/**
 * Runs the plain REPL until its input ends.
 *
 * @param options kernel and streams
 * @returns the exit code: from a pipe 1 if the last cell failed and 130 after `Ctrl-C`, else 0 or
 *   what `terminated` says
 * @example
 * ```ts
 * import { converse, type PlainOptions } from "./plain.ts";
 * const run = (options: PlainOptions): Promise<number> => converse(options);
 * ```
 */
export async function converse(options: PlainOptions): Promise<number> {
  const conversation = new PlainConversation(options);
  try {
    return await Promise.race([conversation.run(), options.terminated]);
  } finally {
    conversation.close();
  }
}

class PlainConversation {
  readonly #options: PlainOptions;
  /** Somebody is typing; else a file or program is. */
  readonly #attended: boolean;
  readonly #lines: LineReader;
  readonly #transcript: Transcript;
  readonly #stops: readonly (() => void)[];
  #running = false;
  /** Whether the terminal does not show what is typed. */
  #hidden = false;
  #asking = false;
  #interrupted = false;
  #count = 1;

  constructor(options: PlainOptions) {
    this.#options = options;
    this.#attended = options.input.isTerminal();
    this.#lines = new LineReader(options.input);
    this.#transcript = new Transcript({
      print: (text) => options.output.write(text),
      printError: (text) => options.errors.write(text),
      ansi: false,
      labels: this.#attended,
      size: () => options.output.size(),
    });
    this.#stops = [
      options.client.onMessage((message) => this.#transcript.take(message)),
      options.onInterrupt(() => this.#interrupt()),
    ];
    this.#say(`${options.banner}\n`);
  }

  async run(): Promise<number> {
    let failed = false;
    for (;;) {
      const code = await this.#readCell();
      if (code === undefined || isFarewell(code)) break;
      failed = await this.#runCell(code);
      if (this.#interrupted && !this.#attended) break;
    }
    this.#say("\n");
    if (this.#attended) return 0;
    return this.#interrupted ? INTERRUPTED : Number(failed);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#lines.close();
    this.#hide(false);
  }

  /** Collects lines until they are a whole cell. */
  async #readCell(): Promise<string | undefined> {
    let code = "";
    for (;;) {
      const prompt = `In [${this.#count}]: `;
      this.#say(code === "" ? prompt : "...: ".padStart(prompt.length));
      const line = await this.#lines.next();
      if (line.kind === "ended") return code.trim() === "" ? undefined : code;
      if (line.kind === "interrupted") {
        if (!this.#attended) return undefined;
        this.#say("\n");
        code = "";
        continue;
      }
      code = code === "" ? line.text : `${code}\n${line.text}`;
      if (code.trim() === "") code = "";
      else if (await this.#isWhole(code)) return code;
    }
  }

  async #isWhole(code: string): Promise<boolean> {
    const next = this.#lines.arrived.find((line) => !NO_CODE.test(line));
    if (next !== undefined && !code.startsWith("%") && CONTINUES.test(next)) return false;
    return (await askCompleteness(this.#options.client, code)).runs;
  }

  async #runCell(code: string): Promise<boolean> {
    this.#transcript.begin();
    this.#running = true;
    const { reply } = await this.#options.client.execute(code, {
      onInput: (question) => this.#answer(question),
    });
    this.#running = false;
    const { execution_count: count, status } = reply.content;
    if (typeof count === "number") this.#count = count + 1;
    this.#transcript.end();
    const { pages, nextInput } = readPayloads(reply);
    for (const text of pages) this.#transcript.note(text.trimEnd());
    // There is no editor to put it into; whoever reads can copy it.
    if (nextInput !== undefined) this.#transcript.note(nextInput);
    this.#transcript.end();
    return status !== "ok";
  }

  /** In a pipe the answer is the next line, as for a program that reads its input itself. */
  async #answer(question: InputRequest): Promise<string> {
    this.#transcript.pause();
    this.#say(question.prompt);
    const hidden = question.password && this.#attended;
    this.#hide(hidden);
    this.#asking = true;
    const line = await this.#lines.next();
    this.#asking = false;
    this.#hide(false);
    if (hidden || line.kind !== "line") this.#say("\n");
    if (line.kind === "line") return hidden ? withoutErased(line.text) : line.text;
    if (line.kind === "ended") return END_OF_INPUT;
    // The client interrupts the cell whose question gets no answer.
    throw new Error("Cannot answer as the question was interrupted");
  }

  #hide(hidden: boolean): void {
    if (hidden === this.#hidden) return;
    this.#options.input.setRaw(hidden, { cbreak: true });
    this.#hidden = hidden;
  }

  #interrupt(): void {
    this.#interrupted = true;
    // A second interrupt would end the session; that of a question is sent by the client.
    if (this.#running && !this.#asking) this.#options.client.interrupt().catch(() => {});
    this.#lines.interrupt();
  }

  /** Speaks to whoever types; a program at the other end is not spoken to. */
  #say(text: string): void {
    if (this.#attended) this.#options.output.write(text);
  }
}

/** A raw terminal sends backspaces instead of acting on them. */
function withoutErased(text: string): string {
  const kept: string[] = [];
  for (const character of text) {
    if (character === "\x7f" || character === "\b") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}
