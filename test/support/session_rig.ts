/**
 * A real session for tests: compiles cells, runs them, keeps what they put out.
 *
 * @module
 */

import assert from "node:assert/strict";
import { compileCell } from "../../kernel/compile/compile.ts";
import type { CellAnnouncement, ErrorReport, SessionEvent } from "../../kernel/evaluate/events.ts";
import type { SessionOutput } from "../../kernel/evaluate/pipes.ts";
import type { SessionOptions } from "../../kernel/evaluate/process.ts";
import { type CellEnd, Session } from "../../kernel/evaluate/session.ts";
import { Inbox } from "./inbox.ts";

/** A cell that has ended. */
export interface RanCell {
  readonly id: string;
  readonly end: CellEnd;
  /** What was put out between its beginning and its end, whosever it is. */
  readonly outputs: readonly SessionOutput[];
  /** `text/plain` of its result, if it has one. */
  readonly result: string | undefined;
}

/** The error that a cell ended with. */
export function errorOf({ end }: RanCell): ErrorReport {
  assert.equal(end.status, "error", `the cell ended with ${JSON.stringify(end)}`);
  return end.status === "error" ? end.error : assert.fail();
}

/** A session, and what it has put out. */
export class SessionRig implements AsyncDisposable {
  readonly session: Session;
  /** Everything, in order. */
  readonly outputs: SessionOutput[];
  /** The same, to be awaited. */
  readonly inbox: Inbox<SessionOutput>;
  #count = 0;

  constructor(session: Session, outputs: SessionOutput[], inbox: Inbox<SessionOutput>) {
    this.session = session;
    this.outputs = outputs;
    this.inbox = inbox;
  }

  /** Starts a session in the folder for temporary files. */
  static async start(options: Partial<SessionOptions> = {}): Promise<SessionRig> {
    const outputs: SessionOutput[] = [];
    const inbox = new Inbox<SessionOutput>();
    const folder = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");
    const session = await Session.start({ folder, ...options }, (output) => {
      outputs.push(output);
      inbox.put(output);
    });
    return new SessionRig(session, outputs, inbox);
  }

  /** The id that the next cell will have. */
  get nextId(): string {
    return `c${this.#count + 1}`;
  }

  /** Compiles and runs a cell. */
  async run(text: string, init: Partial<CellAnnouncement> = {}): Promise<RanCell> {
    const id = `c${++this.#count}`;
    const from = this.outputs.length;
    const cell = compileCell({ id, text });
    const announcement = {
      id,
      count: this.#count,
      source: text,
      showResult: true,
      remember: true,
      allowInput: true,
      ...init,
    };
    const end = await this.session.run(cell, announcement);
    const outputs = this.outputs.slice(from);
    const shown = outputs.find(({ type }) => type === "result");
    const result = shown?.type === "result" ? String(shown.bundle.data["text/plain"]) : undefined;
    return { id, end, outputs, result };
  }

  /** Starts a cell and waits until it has run its first statements. */
  async begin(text: string, first = ""): Promise<{ readonly done: Promise<RanCell> }> {
    const done = this.run(`${first}\nconsole.log("ready");\n${text}`);
    await this.inbox.take((output) => output.type === "text" && output.text.includes("ready"));
    return { done };
  }

  /** Waits for an event of a type. */
  async event<T extends SessionEvent["type"]>(
    type: T,
  ): Promise<Extract<SessionEvent, { type: T }>> {
    const found = await this.inbox.take((output) => output.type === type);
    return found as Extract<SessionEvent, { type: T }>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.kill();
  }
}

/**
 * The text of a stream, of one cell or of whoever printed.
 *
 * @param outputs what was put out
 * @param which stream and cell; text that nobody marked belongs to the cell `null`
 * @returns the text
 * @example
 * ```ts
 * import { textOf } from "./session_rig.ts";
 * console.assert(textOf([], { stream: "stdout" }) === "");
 * ```
 */
export function textOf(
  outputs: readonly SessionOutput[],
  which: { readonly stream: "stdout" | "stderr"; readonly cell?: string | null },
): string {
  return outputs.map((output) =>
    output.type === "text" && output.stream === which.stream &&
      (which.cell === undefined || output.cell === which.cell)
      ? output.text
      : ""
  ).join("");
}
