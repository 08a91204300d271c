/** A kernel that does what a test says: code is the name of a script. */

import type { RunClient } from "../../../kernel/notebook/limit.ts";
import type { Executed, ExecuteOptions } from "../../../kernel/wire/client.ts";
import { createMessage, type JsonObject, type Message } from "../../../kernel/wire/message.ts";

/** What a script may do. */
export interface Stage {
  /** Publishes an output of this cell, also after the cell has ended. */
  emit(msg_type: string, content: JsonObject): void;
  stream(text: string, name?: string): void;
  /** The folder the test works in, if it set one. */
  readonly folder: string;
  /** Resolves at the next interrupt. */
  interrupted(): Promise<void>;
}

/** Ends with "ok", an error's name, or with the connection lost when it throws. */
export type Script = (stage: Stage) => void | string | Promise<void | string>;

const AUTHOR = { session: "fake", username: "test" };

export class FakeKernel implements RunClient {
  readonly executed: string[] = [];
  interrupts = 0;
  closed = false;
  folder = "";
  readonly #scripts: Readonly<Record<string, Script>>;
  readonly #listeners = new Set<(message: Message) => void>();
  #onInterrupt = Promise.withResolvers<void>();
  #count = 0;

  constructor(scripts: Readonly<Record<string, Script>>) {
    this.#scripts = scripts;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  ready(): Promise<Message> {
    const language_info = { name: "typescript", file_extension: ".ts" };
    return Promise.resolve(
      createMessage(AUTHOR, { msg_type: "kernel_info_reply", content: { language_info } }),
    );
  }

  async execute(code: string, { silent }: ExecuteOptions = {}): Promise<Executed> {
    if (silent) return { reply: await this.ready(), outputs: [] };
    this.executed.push(code);
    const execution_count = ++this.#count;
    const parent = createMessage(AUTHOR, { msg_type: "execute_request", content: { code } }).header;
    const outputs: Message[] = [];
    const emit = (msg_type: string, content: JsonObject): void => {
      const message = createMessage(AUTHOR, { msg_type, content, parent });
      if (msg_type !== "status") outputs.push(message);
      for (const listener of this.#listeners) listener(message);
    };
    const stage: Stage = {
      folder: this.folder,
      emit,
      stream: (text, name = "stdout") => emit("stream", { name, text }),
      interrupted: () => this.#onInterrupt.promise,
    };
    emit("status", { execution_state: "busy" });
    emit("execute_input", { code, execution_count });
    const script = this.#scripts[code];
    const ename = await script?.(stage);
    let content: JsonObject = { status: "ok", execution_count };
    if (ename) {
      const error = { ename, evalue: "because", traceback: [`${ename}: because`] };
      emit("error", error);
      content = { status: "error", execution_count, ...error };
    }
    emit("status", { execution_state: "idle" });
    const reply = createMessage(AUTHOR, { msg_type: "execute_reply", content, parent });
    return { reply, outputs };
  }

  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  interrupt(): Promise<Message> {
    this.interrupts++;
    this.#onInterrupt.resolve();
    this.#onInterrupt = Promise.withResolvers();
    return Promise.resolve(
      createMessage(AUTHOR, { msg_type: "interrupt_reply", content: { status: "ok" } }),
    );
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
