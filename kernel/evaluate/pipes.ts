/**
 * Reads a session's pipes: text, marks and events become one ordered stream.
 *
 * @module
 */

import type { Envelope, SessionEvent } from "./events.ts";
import { type Mark, MarkReader } from "./markers.ts";
import type { PieceReader } from "./pipe_reader.ts";

/** What a session put out, in order. `cell` is null for text of nobody in particular. */
export type SessionOutput =
  | {
    readonly type: "text";
    readonly cell: string | null;
    /** Whether JavaScript said whose text it is; otherwise it is the running cell's. */
    readonly known: boolean;
    readonly stream: "stdout" | "stderr";
    readonly text: string;
  }
  | SessionEvent;

/** What was asked of the session's process before it ended. */
export interface ExitNotice {
  readonly by: string;
  readonly code: number;
}

/** What waits for both pipes. */
interface Barrier {
  /** How many pipes have still to pass it. */
  left: number;
  /** Whether every pipe that passed it did so by a mark. */
  marked: boolean;
  readonly open: (marked: boolean) => void;
}

/** Joins the two pipes and the inspector's events. */
export class Pipes {
  readonly #deliver: (output: SessionOutput) => void;
  readonly #events = new Map<number, SessionEvent>();
  readonly #expected = new Map<number, (event: SessionEvent | undefined) => void>();
  readonly #barriers = new Map<number, Barrier>();
  #open = 2;
  #deaf = false;
  readonly #exiting = Promise.withResolvers<ExitNotice>();
  /** Resolves when the session says that it exits. */
  readonly exiting: Promise<ExitNotice> = this.#exiting.promise;
  /** The last text on fd 2, where V8 and native code say why they abort. */
  lastWords = "";

  /** @param deliver hears everything, in order */
  constructor(deliver: (output: SessionOutput) => void) {
    this.#deliver = deliver;
  }

  /** Takes a large event from the inspector. */
  event(envelope: Envelope): void {
    const expected = this.#expected.get(envelope.seq);
    this.#expected.delete(envelope.seq);
    if (expected) expected(envelope.event);
    else this.#events.set(envelope.seq, envelope.event);
  }

  /** Stops waiting for events that cannot come any more: the inspector has closed. */
  inspectorClosed(): void {
    this.#deaf = true;
    for (const expected of this.#expected.values()) expected(undefined);
    this.#expected.clear();
  }

  /** Resolves when both pipes have passed the barrier (true), or a pipe has ended before (false). */
  barrier(id: number): Promise<boolean> {
    if (this.#open === 0) return Promise.resolve(false);
    return new Promise((open) => this.#barriers.set(id, { left: this.#open, marked: true, open }));
  }

  /**
   * Reads one pipe to its end.
   *
   * @param reader the pipe
   * @param options the pipe's stream, the session's key, and what was read before
   */
  async pump(
    reader: PieceReader,
    options: { stream: "stdout" | "stderr"; key: string; first?: Uint8Array },
  ): Promise<void> {
    const marks = new MarkReader(options.key);
    const text = new TextSource(options.stream, this.#deliver, (said) => this.#note(said));
    let chunk: Uint8Array | undefined = options.first ?? new Uint8Array(0);
    while (chunk) {
      for (const piece of marks.read(chunk)) {
        if ("bytes" in piece) text.write(piece.bytes);
        else await this.#mark(piece.mark, text);
      }
      chunk = (await reader.read()).value;
    }
    text.write(marks.rest());
    this.#pipeEnded();
  }

  async #mark(mark: Mark, text: TextSource): Promise<void> {
    if (mark.kind === "text") text.switchTo(mark.cell, mark.stream);
    else if (mark.kind === "end") text.switchBack();
    else if (mark.kind === "event") this.#deliver(mark.event as SessionEvent);
    else if (mark.kind === "parcel") await this.#deliverParcel(mark.seq);
    else if (mark.kind === "exit") this.#exiting.resolve({ by: mark.by, code: mark.code });
    else this.#reached(mark.id, true);
  }

  async #deliverParcel(seq: number): Promise<void> {
    const here = this.#events.get(seq);
    this.#events.delete(seq);
    const event = here || this.#deaf
      ? here
      : await new Promise<SessionEvent | undefined>((come) => this.#expected.set(seq, come));
    if (event) this.#deliver(event);
  }

  #reached(id: number, marked: boolean): void {
    const barrier = this.#barriers.get(id);
    if (!barrier) return;
    barrier.marked &&= marked;
    if (--barrier.left > 0) return;
    this.#barriers.delete(id);
    barrier.open(barrier.marked);
  }

  #pipeEnded(): void {
    this.#open--;
    for (const id of [...this.#barriers.keys()]) this.#reached(id, false);
  }

  #note(said: string): void {
    this.lastWords = (this.lastWords + said).slice(-4000);
  }
}

/**
 * What the runtime says of packages it fetches, naming hosts, and of our own inspector: no output
 * of the cell. The session has NO_COLOR, so these lines have no colours.
 */
const RUNTIME_NEWS =
  /^(?:(?:Download|Initialize) \S+|Waiting for the debugger to disconnect\.\.\.|Debugger session (?:started|ended).*)\r?\n/gm;

/** Decodes the text of one pipe and says whose it is. */
class TextSource {
  readonly #stream: "stdout" | "stderr";
  readonly #deliver: (output: SessionOutput) => void;
  readonly #note: (text: string) => void;
  readonly #decoder = new TextDecoder();
  #now: { cell: string | null; stream: "stdout" | "stderr"; decoder: TextDecoder } | undefined;

  constructor(
    stream: "stdout" | "stderr",
    deliver: (output: SessionOutput) => void,
    note: (text: string) => void,
  ) {
    this.#stream = stream;
    this.#deliver = deliver;
    this.#note = note;
  }

  switchTo(cell: string | null, stream: "stdout" | "stderr"): void {
    this.#now = { cell, stream, decoder: new TextDecoder() };
  }

  switchBack(): void {
    this.#now = undefined;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { cell, stream } = this.#now ?? { cell: null, stream: this.#stream };
    const decoded = (this.#now?.decoder ?? this.#decoder).decode(bytes, { stream: true });
    const text = this.#stream === "stderr" ? decoded.replace(RUNTIME_NEWS, "") : decoded;
    if (text === "") return;
    if (this.#stream === "stderr") this.#note(text);
    this.#deliver({ type: "text", cell, known: this.#now !== undefined, stream, text });
  }
}
