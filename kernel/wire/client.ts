/**
 * A client of a kernel, over any transport: what `run`, `repl` and the tests talk through.
 *
 * @module
 */

import type { JsonObject, Message } from "./message.ts";

/** What a cell asks of its user. */
export interface InputRequest {
  readonly prompt: string;
  readonly password: boolean;
}

/** How to execute, and who hears of what happens meanwhile. */
export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  readonly userExpressions?: Readonly<Record<string, string>>;
  readonly stopOnError?: boolean;
  readonly metadata?: JsonObject;
  /** Called for each iopub message of this request, in order: streams, displays, results, errors. */
  readonly onOutput?: (message: Message) => void;
  /** Answers input requests; without it `allow_stdin` is false. */
  readonly onInput?: (request: InputRequest) => Promise<string>;
}

/** What is left of a request when its reply and its idle status have both arrived. */
export interface Executed {
  readonly reply: Message;
  /** All iopub messages of the request except status. */
  readonly outputs: readonly Message[];
}

/** Requests of a client; each resolves with the reply's message. */
export interface KernelClient {
  /** Asks until the kernel answers and iopub is connected. */
  ready(): Promise<Message>;
  execute(code: string, options?: ExecuteOptions): Promise<Executed>;
  /** Any other request on shell or control: resolves with its reply. */
  request(channel: "shell" | "control", msg_type: string, content: JsonObject): Promise<Message>;
  /** Hears every iopub message, whoever caused it; returns a function that stops it. */
  onMessage(listener: (message: Message) => void): () => void;
  interrupt(): Promise<Message>;
  shutdown(options?: { readonly restart?: boolean }): Promise<Message>;
  close(): Promise<void>;
}
