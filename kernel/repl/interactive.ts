/**
 * The REPL at a terminal: read a cell, run it, print what it does, again.
 *
 * @module
 */

import type { KernelClient } from "../wire/client.ts";
import type { Message } from "../wire/message.ts";
import { askHistory } from "./assistance.ts";
import { paint } from "./draw/theme.ts";
import { END_OF_INPUT, isFarewell } from "./farewell.ts";
import { type Payloads, readPayloads } from "./payloads.ts";
import type { PictureProtocol } from "./print/inline_picture.ts";
import { page } from "./print/pager.ts";
import { Pictures } from "./print/pictures.ts";
import { Transcript } from "./print/transcript.ts";
import { Reader } from "./reader.ts";
import { Keyboard } from "./terminal/keyboard.ts";
import { Screen } from "./terminal/screen.ts";
import type { ReplInput, ReplOutput } from "./terminal/terminal.ts";

/** What the REPL at a terminal works with. */
export interface InteractiveOptions {
  readonly client: KernelClient;
  readonly input: ReplInput;
  readonly output: ReplOutput;
  /** One line that greets. */
  readonly banner: string;
  /** How the terminal takes pictures, if it does. */
  readonly pictures?: PictureProtocol | undefined;
  /** Calls the listener at each interrupt that is not a key; returns a function that stops it. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Resolves with an exit code when the process is told to end. */
  readonly terminated: Promise<number>;
}

const BRACKETED_PASTE_ON = "\x1b[?2004h";
const BRACKETED_PASTE_OFF = "\x1b[?2004l";
/** After this a cell that was told to stop is said to be stubborn. */
const STUBBORN_MS = 1000;

/**
 * Runs the REPL until `Ctrl-D`, `exit()` or the end of its input.
 *
 * @param options kernel, terminal and greeting
 * @returns the exit code: 0 when the user leaves, else what `terminated` says
 * @example
 * ```ts
 * import { type InteractiveOptions, interact } from "./interactive.ts";
 * const run = (options: InteractiveOptions): Promise<number> => interact(options);
 * ```
 */
export async function interact(options: InteractiveOptions): Promise<number> {
  options.input.setRaw(true);
  options.output.write(BRACKETED_PASTE_ON);
  const conversation = new Conversation(options);
  try {
    return await Promise.race([conversation.run(), options.terminated]);
  } finally {
    conversation.close();
    options.output.write(BRACKETED_PASTE_OFF);
    leaveRaw(options.input);
  }
}

function leaveRaw(input: ReplInput): void {
  try {
    input.setRaw(false);
  } catch {
    // A terminal that has gone is nobody's to restore.
  }
}

/** One REPL at one terminal. */
class Conversation {
  readonly #client: KernelClient;
  readonly #keyboard: Keyboard;
  readonly #screen: Screen;
  readonly #reader: Reader;
  readonly #transcript: Transcript;
  readonly #pictures: Pictures;
  readonly #stops: readonly (() => void)[];
  #count = 1;
  #next: string | undefined;

  constructor(options: InteractiveOptions) {
    this.#client = options.client;
    this.#keyboard = new Keyboard(options.input);
    const screen = new Screen(options.output);
    this.#screen = screen;
    this.#reader = new Reader({ client: this.#client, keyboard: this.#keyboard, screen });
    const print = (text: string): void => screen.print(text);
    this.#pictures = new Pictures(options.pictures);
    this.#transcript = new Transcript({
      print,
      ansi: true,
      labels: true,
      size: () => screen.size,
      showPictures: this.#pictures.show,
    });
    this.#stops = [
      options.onInterrupt(() => this.#keyboard.interrupted?.()),
      options.client.onMessage((message) => this.#transcript.take(message)),
      options.output.onResize(() => {
        screen.resized();
        this.#reader.redraw();
      }),
    ];
    screen.print(`${options.banner}\n`);
    askHistory(this.#client).then((inputs) => this.#reader.remember(inputs), () => {});
  }

  async run(): Promise<number> {
    for (;;) {
      const text = this.#next ?? "";
      this.#next = undefined;
      const read = await this.#reader.read({ prompt: `In [${this.#count}]: `, kind: "code", text });
      if (read.kind === "ended") return 0;
      if (read.kind === "cancelled") {
        if (read.wasEmpty) this.#transcript.note(paint("Ctrl-D or exit() leaves.", "dim"));
      } else if (isFarewell(read.text)) return 0;
      else if (read.text.trim() !== "") await this.#runCell(read.text);
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#keyboard.close();
    this.#pictures[Symbol.dispose]();
  }

  async #runCell(code: string): Promise<void> {
    this.#transcript.begin();
    const patience = new Patience(() => this.#transcript.note(STUBBORN));
    const interrupt = (): void => {
      patience.start();
      this.#client.interrupt().catch(() => {});
    };
    this.#keyboard.interrupted = interrupt;
    try {
      const { reply } = await this.#client.execute(code, {
        onInput: async (question) => {
          // Keys belong to the answer now, `Ctrl-C` too, even those pressed before it is read.
          this.#keyboard.interrupted = undefined;
          try {
            return await this.#answer(question);
          } finally {
            this.#keyboard.interrupted = interrupt;
          }
        },
      });
      this.#keyboard.interrupted = undefined;
      await this.#settle(reply);
    } finally {
      patience.stop();
      this.#keyboard.interrupted = undefined;
    }
  }

  /** After a cell: what it held back, what it left for us to do, a blank line. */
  async #settle(reply: Message): Promise<void> {
    const count = reply.content["execution_count"];
    if (typeof count === "number") this.#count = count + 1;
    const printed = this.#transcript.end();
    const { pages, nextInput }: Payloads = readPayloads(reply);
    for (const text of pages) await page(text, { screen: this.#screen, keyboard: this.#keyboard });
    this.#next = nextInput;
    if (printed || pages.length > 0) this.#screen.print("\n");
  }

  async #answer(
    question: { readonly prompt: string; readonly password: boolean },
  ): Promise<string> {
    this.#transcript.pause();
    const kind = question.password ? "secret" : "line";
    const read = await this.#reader.read({ prompt: question.prompt, kind });
    if (read.kind === "ended") return END_OF_INPUT;
    // The client interrupts the cell whose question gets no answer.
    if (read.kind !== "text") throw new Error("Cannot answer as the question was cancelled");
    return read.text;
  }
}

const STUBBORN = paint(
  "Still running; Ctrl-C once more ends the session and its variables.",
  "dim",
);

/** Says something once, unless it is stopped before. */
class Patience {
  readonly #say: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: () => void) {
    this.#say = say;
  }

  start(): void {
    this.#timer ??= setTimeout(this.#say, STUBBORN_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
