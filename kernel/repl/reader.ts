/**
 * One input from its first key to Enter: the editor, its picture and the kernel's advice together.
 *
 * @module
 */

import { setTimeout as pause } from "node:timers/promises";
import type { KernelClient } from "../wire/client.ts";
import { askCompleteness, askCompletions, askDocumentation } from "./assistance.ts";
import { drawFrame, type FrameOptions } from "./draw/frame.ts";
import { breakLine } from "./edit/commands.ts";
import { createEditor, type Editor, type Effect } from "./edit/editor.ts";
import { chosen, offer } from "./edit/menu.ts";
import { type OpenCall, openCall } from "./edit/open_call.ts";
import { step } from "./edit/step.ts";
import type { Keyboard } from "./terminal/keyboard.ts";
import type { Key } from "./terminal/keys.ts";
import type { Screen } from "./terminal/screen.ts";

/** What a reader works with. */
export interface ReaderParts {
  readonly client: KernelClient;
  readonly keyboard: Keyboard;
  readonly screen: Screen;
}

/** What to ask for. */
export interface ReadOptions {
  readonly prompt: string;
  readonly kind: FrameOptions["kind"];
  /** What stands in the input already. */
  readonly text?: string;
}

/** How an input ended: with text, by `Ctrl-C`, or because there is no more to come. */
export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "cancelled"; readonly wasEmpty: boolean }
  | { readonly kind: "ended" };

/** How long to wait before what the kernel did not yet know well is asked again. */
const AGAIN_MS = 250;

/** Reads inputs, one at a time, and remembers them. */
export class Reader {
  readonly #parts: ReaderParts;
  #history: readonly string[] = [];
  #editor: Editor = createEditor();
  #options: ReadOptions | undefined;
  /** The call that the hint is of. */
  #call: OpenCall | undefined;
  /** Ends the asking for it. */
  #hinting = new AbortController();

  /** @param parts keyboard, screen, and the kernel to ask */
  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /**
   * Adds to what Up and `Ctrl-R` find.
   *
   * @param inputs those of earlier sessions, oldest first
   * @param latest one that comes after all that is known
   */
  remember(inputs: readonly string[], latest = ""): void {
    const all = [...inputs.map((input) => input.replace(/\r\n?/g, "\n")), ...this.#history, latest];
    this.#history = all.filter((input, index) => input.trim() !== "" && input !== all[index - 1]);
  }

  /**
   * Reads one input. Typing ahead is taken into account.
   *
   * @param options the prompt, and what is asked for
   * @returns how it ended
   */
  async read(options: ReadOptions): Promise<ReadResult> {
    this.#editor = createEditor(options.text, this.#editor.kills);
    this.#options = options;
    this.#call = undefined;
    for (;;) {
      if (this.#parts.keyboard.queued === 0) this.redraw();
      const key = await this.#parts.keyboard.next();
      if (key === undefined) return this.#finish({ kind: "ended" });
      const multiline = options.kind === "code";
      const { editor, effect } = step(this.#editor, key, { history: this.#past, multiline });
      const chose = chosen(editor) !== chosen(this.#editor);
      this.#editor = editor;
      if (chose) void this.#describe();
      void this.#hint(key);
      const result = effect === undefined ? undefined : await this.#act(effect, options);
      if (result !== undefined) return this.#finish(result);
    }
  }

  /** Shows the input as it is now, after the terminal changed. */
  redraw(): void {
    if (this.#options === undefined) return;
    const { columns, rows } = this.#parts.screen.size;
    this.#parts.screen.show(drawFrame(this.#editor, { ...this.#options, columns, height: rows }));
  }

  /** Answers to questions of programs have no history. */
  get #past(): readonly string[] {
    return this.#options?.kind === "code" ? this.#history : [];
  }

  async #act(effect: Effect, options: ReadOptions): Promise<ReadResult | undefined> {
    const { text } = this.#editor.buffer;
    switch (effect) {
      case "submit":
        return await this.#submits(options) ? { kind: "text", text } : undefined;
      case "cancel":
        return { kind: "cancelled", wasEmpty: text === "" };
      case "leave":
        return { kind: "ended" };
      case "clearScreen":
        return void this.#parts.screen.clear();
      case "complete":
        return void this.#complete();
      case "inspect":
        return void this.#inspect();
    }
  }

  /** Decides whether Enter ends the input; if not, it has begun a new line. */
  async #submits(options: ReadOptions): Promise<boolean> {
    const { text, cursor } = this.#editor.buffer;
    if (options.kind !== "code" || text.trim() === "") return true;
    const { runs, indent } = await askCompleteness(this.#parts.client, text);
    if (runs) return true;
    this.#editor = breakLine(this.#editor, cursor === text.length ? indent : undefined);
    return false;
  }

  async #complete(): Promise<void> {
    await this.#ask(
      (buffer) => askCompletions(this.#parts.client, buffer),
      (editor, completions) => offer(editor, completions),
    );
  }

  async #inspect(): Promise<void> {
    await this.#ask(
      (buffer) => askDocumentation(this.#parts.client, buffer),
      (editor, { text }) => ({ ...editor, pane: text ?? "Nothing is known of what stands here." }),
    );
  }

  /** Looks up the chosen completion, unless its documentation came along. */
  async #describe(): Promise<void> {
    const item = chosen(this.#editor);
    if (item === undefined || item.documentation !== undefined) return;
    await this.#ask(
      ({ text }) => {
        const accepted = text.slice(0, item.start) + item.text;
        return askDocumentation(this.#parts.client, { text: accepted, cursor: accepted.length });
      },
      (editor, { text }) =>
        chosen(editor) === item && text !== undefined ? { ...editor, pane: text } : editor,
    );
  }

  /** Looks up how to call what is being called: asked while one types, kept while the call is open. */
  async #hint(key: Key): Promise<void> {
    if (key.kind === "press" && key.name === "escape") return this.#hinting.abort();
    const { buffer } = this.#editor;
    const call = this.#options?.kind === "code" ? openCall(buffer) : undefined;
    if (call?.bracket === this.#call?.bracket && call?.argument === this.#call?.argument) return;
    this.#call = call;
    this.#hinting.abort();
    this.#hinting = new AbortController();
    this.#editor = { ...this.#editor, hint: undefined };
    if (call !== undefined && key.kind === "text") {
      await this.#askHint(buffer, this.#hinting.signal);
    }
  }

  /** What a language server that still starts has not said is asked again. */
  async #askHint(buffer: Editor["buffer"], signal: AbortSignal): Promise<void> {
    try {
      for (let more = true; more;) {
        const { text, provisional } = await askDocumentation(this.#parts.client, buffer);
        if (signal.aborted) return;
        this.#editor = { ...this.#editor, hint: text ?? this.#editor.hint };
        this.redraw();
        more = provisional;
        if (more) await pause(AGAIN_MS, undefined, { signal });
      }
    } catch {
      // Advice is welcome, not needed: a kernel that restarts gives none, and the call may be closed.
    }
  }

  /** Asks, and applies the answer if the text is still the one that was asked about. */
  async #ask<Answer>(
    ask: (buffer: Editor["buffer"]) => Promise<Answer>,
    apply: (editor: Editor, answer: Answer) => Editor,
  ): Promise<void> {
    const { buffer } = this.#editor;
    try {
      const answer = await ask(buffer);
      if (this.#options === undefined || this.#editor.buffer !== buffer) return;
      this.#editor = apply(this.#editor, answer);
      this.redraw();
    } catch {
      // Advice is welcome, not needed: a kernel that restarts gives none.
    }
  }

  #finish(result: ReadResult): ReadResult {
    const { columns, rows } = this.#parts.screen.size;
    const options = this.#options;
    this.#options = this.#call = undefined;
    this.#hinting.abort();
    if (options === undefined) return result;
    this.#parts.screen.finish(
      drawFrame(this.#editor, { ...options, columns, height: rows, final: true }),
    );
    if (options.kind === "code" && result.kind === "text") this.remember([], result.text);
    return result;
  }
}
