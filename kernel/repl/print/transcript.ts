/**
 * What happens in the kernel, as text: streams, results, displays and errors in their order.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { JsonObject, Message } from "../../wire/message.ts";
import { highlight } from "../draw/highlight.ts";
import { paint } from "../draw/theme.ts";
import { asArray, asObject, asText } from "../json.ts";
import type { TerminalSize } from "../terminal/terminal.ts";
import { bundleText } from "./bundle_text.ts";
import { extend, type Extent, NOTHING } from "./extent.ts";

/** Where the text goes, and what it may contain. */
export interface TranscriptOptions {
  /** Prints on standard output. */
  readonly print: (text: string) => void;
  /** Prints on standard error; by default as `print`. */
  readonly printError?: (text: string) => void;
  /** Whether escape codes may be used: for colours, and to redraw what was printed last. */
  readonly ansi: boolean;
  /** Whether results are labelled `Out[n]`. */
  readonly labels: boolean;
  readonly size: () => TerminalSize;
  /** Draws the picture of a bundle, or says where it is. */
  readonly showPictures?: (data: JsonObject) => string | undefined;
}

/** A display that may be updated, as it was last printed. */
interface Shown {
  readonly text: string;
  /** What came since the last print, where it could not be redrawn. */
  readonly latest: string;
}

/** Prints the messages of one kernel. */
export class Transcript {
  readonly #options: TranscriptOptions;
  /** What was printed since the cell began. */
  #cell: Extent = NOTHING;
  /** The display that nothing was printed after, and where it began. */
  #last: { readonly id: string; readonly start: Extent } | undefined;
  readonly #shown: Map<string, Shown> = new Map();
  #clearsNext = false;
  /** Between cells the input stands where output would be taken back. */
  #open = false;

  /** @param options where the text goes, and what it may contain */
  constructor(options: TranscriptOptions) {
    this.#options = options;
  }

  /** Marks the begin of a cell: what was printed until now stays. */
  begin(): void {
    this.#cell = NOTHING;
    this.#last = undefined;
    this.#clearsNext = false;
    this.#open = true;
  }

  /**
   * Marks the end of a cell: ends the line, and prints what updates were held back.
   *
   * @returns whether the cell printed anything
   */
  end(): boolean {
    this.#clearsNext = false;
    for (const [id, { text, latest }] of this.#shown) {
      if (text !== latest) this.#display(id, latest);
    }
    this.#toLineStart();
    this.#open = false;
    return this.#cell !== NOTHING;
  }

  /** Ends the line, because something else will be printed there, such as a question. */
  pause(): void {
    this.#toLineStart();
    this.#last = undefined;
    this.#cell = { ...this.#cell, exact: false };
  }

  /**
   * Prints one message.
   *
   * @param message any iopub message; those that have no text are passed over
   */
  take(message: Message): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        return this.#stream(content);
      case "execute_result":
        return this.#result(content);
      case "display_data":
        return this.#display(displayId(content), this.#displayText(content));
      case "update_display_data":
        return this.#update(displayId(content), this.#displayText(content));
      case "error":
        return this.#error(content);
      case "clear_output":
        if (content["wait"] === true) this.#clearsNext = true;
        else this.#clear();
    }
  }

  /**
   * Prints text of the REPL itself.
   *
   * @param text what to print; a line end is added
   */
  note(text: string): void {
    this.#toLineStart();
    this.#write(`${this.#plain(text)}\n`);
  }

  #stream(content: JsonObject): void {
    const text = this.#plain(asText(content["text"]) ?? "");
    this.#write(text, content["name"] === "stderr");
  }

  #result(content: JsonObject): void {
    this.#toLineStart();
    const text = this.#displayText(content);
    if (!this.#options.labels) return this.#write(`${text}\n`);
    const label = this.#paint(`Out[${content["execution_count"] ?? "?"}]:`, "result");
    this.#write(`${label}${text.includes("\n") ? "\n" : " "}${text}\n`);
  }

  #error(content: JsonObject): void {
    this.#toLineStart();
    const lines = asArray(content["traceback"]);
    const text = lines.length > 0 ? lines.join("\n") : `${content["ename"]}: ${content["evalue"]}`;
    this.#write(`${this.#plain(text.trimEnd())}\n`, true);
  }

  #display(id: string | undefined, text: string): void {
    this.#toLineStart();
    if (this.#clearsNext) this.#clear();
    const start = this.#cell;
    this.#write(`${text}\n`);
    if (id === undefined) return;
    this.#last = { id, start };
    this.#shown.set(id, { text, latest: text });
  }

  /** Redraws a display where it stands last; elsewhere the latest form is printed at the end. */
  #update(id: string | undefined, text: string): void {
    if (id === undefined) return;
    const rows = this.#cell.rows - (this.#last?.start.rows ?? 0);
    if (this.#last?.id !== id || !this.#canTakeBack(rows)) {
      const shown = this.#shown.get(id);
      if (shown !== undefined) this.#shown.set(id, { ...shown, latest: text });
      return;
    }
    const { start } = this.#last;
    this.#options.print(takeBack(rows));
    this.#cell = start;
    this.#display(id, text);
  }

  #clear(): void {
    this.#clearsNext = false;
    this.#last = undefined;
    if (!this.#options.ansi || !this.#open) return;
    const { rows } = this.#cell;
    this.#options.print(this.#canTakeBack(rows) ? takeBack(rows) : "\r\x1b[K");
    this.#cell = { ...NOTHING };
  }

  #canTakeBack(rows: number): boolean {
    return this.#options.ansi && this.#open && this.#cell.exact && rows < this.#options.size().rows;
  }

  #write(text: string, error = false): void {
    if (text === "") return;
    if (this.#clearsNext) this.#clear();
    this.#last = undefined;
    this.#cell = extend(this.#cell, text, this.#options.size());
    if (error) (this.#options.printError ?? this.#options.print)(text);
    else this.#options.print(text);
  }

  #toLineStart(): void {
    if (this.#cell.column > 0) this.#write("\n");
  }

  #displayText(content: JsonObject): string {
    const data = asObject(content["data"]);
    const where = this.#options.showPictures?.(data);
    const text = this.#bundle(data);
    return where === undefined ? text : `${text}\n${this.#paint(where, "dim")}`;
  }

  /** The value's text; a plain value is coloured as the source it looks like. */
  #bundle(data: JsonObject): string {
    const text = this.#plain(bundleText(data)).trimEnd();
    const isValue = this.#options.ansi && Object.keys(data).join() === "text/plain";
    if (!isValue || text.includes("\x1b") || text.length > 10_000) return text;
    return highlight(text).map((span) => paint(span.text, span.style)).join("");
  }

  #plain(text: string): string {
    return this.#options.ansi ? text : stripVTControlCharacters(text);
  }

  #paint(text: string, style: "result" | "dim"): string {
    return this.#options.ansi ? paint(text, style) : text;
  }
}

function takeBack(rows: number): string {
  return `${rows > 0 ? `\x1b[${rows}A` : ""}\r\x1b[J`;
}

function displayId(content: JsonObject): string | undefined {
  const id = asObject(content["transient"])["display_id"];
  return typeof id === "string" ? id : undefined;
}
