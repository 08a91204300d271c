/**
 * Comms in the session: conversations between user code and a frontend, opened by either.
 *
 * Source: Jupyter messaging specification 5.5, "Custom messages".
 *
 * @module
 */

import type { CommMessage, CommOptions, WidgetComm } from "../../widgets/protocol/comms.ts";

export type { CommMessage, CommOptions };

/** Where comm messages leave the session. */
export interface CommSink {
  comm(
    action: "comm_open" | "comm_msg" | "comm_close",
    content: Readonly<Record<string, unknown>>,
    options: CommOptions,
  ): void;
}

type Listener = (message: CommMessage) => unknown;

/** One conversation. */
export class Comm implements WidgetComm {
  readonly id: string;
  readonly target: string;
  readonly #sink: CommSink;
  readonly #forget: (id: string) => void;
  readonly #onMessage = new Set<Listener>();
  readonly #onClose = new Set<Listener>();
  #closed = false;

  constructor(init: { id: string; target: string; sink: CommSink; forget: (id: string) => void }) {
    this.id = init.id;
    this.target = init.target;
    this.#sink = init.sink;
    this.#forget = init.forget;
  }

  /** Whether either side has closed it. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends data to the frontend; nothing happens once the comm is closed. */
  send(data: Readonly<Record<string, unknown>>, options: CommOptions = {}): void {
    if (!this.#closed) this.#sink.comm("comm_msg", { comm_id: this.id, data }, options);
  }

  /** Closes the conversation and tells the frontend; a second call does nothing. */
  close(data: Readonly<Record<string, unknown>> = {}, options: CommOptions = {}): void {
    if (this.#closed) return;
    this.#end();
    this.#sink.comm("comm_close", { comm_id: this.id, data }, options);
  }

  /** Hears what the frontend sends; returns a function that stops it. */
  onMessage(listener: Listener): () => void {
    this.#onMessage.add(listener);
    return () => this.#onMessage.delete(listener);
  }

  /** Hears that the frontend closed the comm; returns a function that stops it. */
  onClose(listener: Listener): () => void {
    this.#onClose.add(listener);
    return () => this.#onClose.delete(listener);
  }

  /** Takes a message from the frontend. */
  async receive(message: CommMessage): Promise<void> {
    for (const listener of [...this.#onMessage]) await listener(message);
  }

  /** Takes the frontend's closing. */
  async receiveClose(message: CommMessage): Promise<void> {
    if (this.#closed) return;
    this.#end();
    for (const listener of [...this.#onClose]) await listener(message);
  }

  #end(): void {
    this.#closed = true;
    this.#forget(this.id);
  }
}
