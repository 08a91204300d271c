/**
 * From what a session puts out to messages: whose it is, in few and ordered messages.
 *
 * @module
 */

import type { DisplayEvent, SessionEvent } from "../evaluate/events.ts";
import type { SessionOutput } from "../evaluate/pipes.ts";
import type { JsonObject } from "../wire/message.ts";
import type { CellBook, CellEntry } from "./cells.ts";
import { type CapturedOutput, Captures } from "./captures.ts";
import { asJson, type Publisher } from "./publisher.ts";
import { placeInCells, writeError } from "./traceback.ts";

/** Text waits this long for more, so that 20,000 lines are not 20,000 messages. */
const FLUSH_MS = 20;
/** Text of this many characters does not wait. */
const FLUSH_LENGTH = 64 * 1024;
/** What one cell may print, in characters; what comes after is dropped, and that is said. */
const PRINT_LIMIT = 64 * 1024 * 1024;

type TextOutput = Extract<SessionOutput, { type: "text" }>;
type ActionEvent = Extract<SessionEvent, { type: "input" | "command" }>;

/** Publishes the output of cells. */
export class Outputs {
  readonly #publisher: Publisher;
  readonly #cells: CellBook;
  readonly #onAction: (cell: CellEntry, event: ActionEvent) => void;
  /** Outputs that `%%capture` keeps from being shown. */
  readonly captures: Captures = new Captures();
  #text:
    | { cell: CellEntry; stream: "stdout" | "stderr"; parts: string[]; length: number }
    | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param publisher sends the messages
   * @param cells know whose output it is
   * @param onAction hears questions and commands, after all output before them is sent
   */
  constructor(
    publisher: Publisher,
    cells: CellBook,
    onAction: (cell: CellEntry, event: ActionEvent) => void,
  ) {
    this.#publisher = publisher;
    this.#cells = cells;
    this.#onAction = onAction;
  }

  /** Takes the next output of the session. */
  take(output: SessionOutput): void {
    if (output.type === "alive") return;
    if (output.type === "text") return this.#takeText(output);
    this.flush();
    const cell = this.#cells.get(output.cell) ?? this.#cells.latest;
    if (cell) this.#takeEvent(cell, output);
  }

  /** Prints in the name of a cell. */
  print(cell: CellEntry, text: string, stream: "stdout" | "stderr" = "stdout"): void {
    this.#add(cell, stream, text);
  }

  /** Publishes a message of a cell behind all its output so far. */
  publish(cell: CellEntry, msg_type: string, content: JsonObject): void {
    this.flush();
    if (this.#capture(cell, { msg_type, content })) return;
    this.#publisher.publish(cell.request.message.header, { msg_type, content });
  }

  /** Sends the text that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const held = this.#text;
    this.#text = undefined;
    if (!held) return;
    const text = placeInCells(held.parts.join(""), this.#cells);
    const content = { name: held.stream, text: text.toWellFormed() };
    if (this.#capture(held.cell, { msg_type: "stream", content })) return;
    this.#publisher.publish(held.cell.request.message.header, { msg_type: "stream", content });
  }

  /** What a cell runs through a command is captured with it. */
  #capture(cell: CellEntry, output: CapturedOutput): boolean {
    if (this.captures.take(cell.id, output)) return true;
    return cell.outer !== undefined && this.#capture(cell.outer, output);
  }

  #takeText({ cell: id, known, stream, text }: TextOutput): void {
    const own = known ? this.#cells.get(id) : undefined;
    const cell = own ?? this.#cells.latest;
    if (cell) this.#add(cell, stream, text);
  }

  #add(cell: CellEntry, stream: "stdout" | "stderr", text: string): void {
    const before = cell.printed;
    cell.printed += text.length;
    if (before > PRINT_LIMIT) return;
    if (this.#text?.cell !== cell || this.#text.stream !== stream) {
      this.flush();
      this.#text = { cell, stream, parts: [], length: 0 };
    }
    this.#text.parts.push(cell.printed > PRINT_LIMIT ? text.slice(0, PRINT_LIMIT - before) : text);
    this.#text.length += text.length;
    if (cell.printed > PRINT_LIMIT) return this.#sayLimit(cell);
    if (this.#text.length >= FLUSH_LENGTH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  #sayLimit(cell: CellEntry): void {
    this.flush();
    const limit = `${PRINT_LIMIT / 1024 / 1024} M characters`;
    const text =
      `\nThis cell printed more than ${limit}; the rest is dropped. Write it to a file.\n`;
    this.publish(cell, "stream", { name: "stderr", text });
  }

  #takeEvent(cell: CellEntry, event: Exclude<SessionEvent, { type: "alive" }>): void {
    switch (event.type) {
      case "display":
      case "result":
        return this.#display(cell, event);
      case "clear":
        return cell.silent ? undefined : this.publish(cell, "clear_output", { wait: event.wait });
      case "stray":
        return this.#stray(cell, event);
      case "comm":
        return this.#comm(cell, event);
      default:
        return this.#onAction(cell, event);
    }
  }

  #display(cell: CellEntry, event: DisplayEvent): void {
    if (cell.silent) return;
    const bundle = asJson<JsonObject>(event.bundle);
    const transient: JsonObject = event.id === undefined ? {} : { display_id: event.id };
    const content = { ...bundle, transient };
    if (event.type === "result") {
      return this.publish(cell, "execute_result", { ...content, execution_count: cell.count });
    }
    this.publish(cell, event.update ? "update_display_data" : "display_data", content);
  }

  #stray(cell: CellEntry, event: Extract<SessionEvent, { type: "stray" }>): void {
    const { traceback } = writeError(event.error, this.#cells);
    this.print(cell, `Uncaught (not awaited by any cell) ${traceback.join("\n")}\n`, "stderr");
    this.flush();
  }

  #comm(cell: CellEntry, event: Extract<SessionEvent, { type: "comm" }>): void {
    const { action, content, metadata, buffers } = event;
    const binary = buffers.map((text) => Uint8Array.fromBase64(text));
    this.onComm?.(action, content);
    this.#publisher.publish(cell.request.message.header, {
      msg_type: action,
      content: asJson<JsonObject>(content),
      metadata: asJson<JsonObject>(metadata),
      buffers: binary,
    });
  }

  /** Hears of comms that the session opens and closes. */
  onComm: ((action: string, content: Readonly<Record<string, unknown>>) => void) | undefined;
}
