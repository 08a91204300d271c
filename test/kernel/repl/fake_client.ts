/**
 * A kernel's client without a kernel: cells do what a test says, in messages like the real ones.
 *
 * @module
 */

import type { ExecuteOptions, InputRequest, KernelClient } from "../../../kernel/wire/client.ts";
import { createMessage, type JsonObject, type Message } from "../../../kernel/wire/message.ts";

/** What a cell of a test can do. */
export interface FakeCell {
  readonly code: string;
  publish(msg_type: string, content: JsonObject): void;
  print(text: string, name?: string): void;
  result(text: string): void;
  ask(question: InputRequest): Promise<string>;
  /** Resolves when the cell is interrupted. */
  readonly interrupted: Promise<void>;
}

/** What a test's kernel knows and does. */
export interface FakeKernel {
  /** Runs a cell; what it returns is added to the reply, what it throws is the cell's error. */
  readonly run?: (cell: FakeCell) => Promise<JsonObject | void> | JsonObject | void;
  readonly history?: readonly string[];
  readonly completions?: readonly JsonObject[];
  /** One text, or those of several askings: all but the last are provisional. */
  readonly documentation?: string | readonly string[];
  /** What the documentation waits for. */
  readonly documented?: Promise<void>;
}

/** A fake client, and what it was asked. */
export interface FakeClient extends KernelClient {
  readonly executed: readonly string[];
  readonly interrupts: number;
  /** How often it was asked for documentation. */
  readonly inspections: number;
  publish(msg_type: string, content: JsonObject): void;
}

const AUTHOR = { session: "fake", username: "fake" };

function message(msg_type: string, content: JsonObject): Message {
  return createMessage(AUTHOR, { msg_type, content });
}

/** Brackets decide whether a cell is whole. */
function completeness(code: string): JsonObject {
  const depth = (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
  if (depth <= 0) return { status: "complete" };
  return { status: "incomplete", indent: "  ".repeat(depth) };
}

/**
 * @param kernel what it knows and does; by default cells do nothing
 * @returns the client
 */
export function createFakeClient(kernel: FakeKernel = {}): FakeClient {
  const executed: string[] = [];
  const listeners = new Set<(message: Message) => void>();
  let interrupts = 0;
  let inspections = 0;
  let stopCell = (): void => {};
  const documentation = [kernel.documentation ?? []].flat();
  const publish = (msg_type: string, content: JsonObject): void => {
    for (const listener of listeners) listener(message(msg_type, content));
  };

  async function execute(code: string, options: ExecuteOptions = {}) {
    executed.push(code);
    const execution_count = executed.length;
    const { promise: interrupted, resolve } = Promise.withResolvers<void>();
    stopCell = resolve;
    const cell: FakeCell = {
      code,
      interrupted,
      publish,
      print: (text, name = "stdout") => publish("stream", { name, text }),
      result: (text) =>
        publish("execute_result", { execution_count, data: { "text/plain": text }, metadata: {} }),
      ask: async (question) => await options.onInput?.(question) ?? "",
    };
    try {
      const extra = await kernel.run?.(cell) ?? {};
      const reply = message("execute_reply", { status: "ok", execution_count, ...extra });
      return { reply, outputs: [] };
    } catch (error) {
      const evalue = error instanceof Error ? error.message : String(error);
      const content = { ename: "Error", evalue, traceback: [`\x1b[31mError\x1b[0m: ${evalue}`] };
      publish("error", content);
      const reply = message("execute_reply", { status: "error", execution_count, ...content });
      return { reply, outputs: [] };
    }
  }

  function describe(): JsonObject {
    inspections++;
    const provisional = documentation.length > 1;
    const text = provisional ? documentation.shift() : documentation[0];
    if (text === undefined) return { found: false, data: {}, metadata: {} };
    return { found: true, data: { "text/plain": text }, metadata: { provisional } };
  }

  function answer(msg_type: string, content: JsonObject): JsonObject {
    const code = String(content["code"] ?? "");
    switch (msg_type) {
      case "is_complete_request":
        return completeness(code);
      case "history_request":
        return { history: (kernel.history ?? []).map((input, line) => [1, line, input]) };
      case "inspect_request":
        return describe();
      case "complete_request":
        return {
          matches: (kernel.completions ?? []).map((item) => item["text"] ?? ""),
          cursor_start: 0,
          cursor_end: content["cursor_pos"] ?? 0,
          metadata: { _jupyter_types_experimental: kernel.completions ?? [] },
        };
      default:
        return {};
    }
  }

  return {
    get executed() {
      return executed;
    },
    get interrupts() {
      return interrupts;
    },
    get inspections() {
      return inspections;
    },
    publish,
    execute,
    ready: () =>
      Promise.resolve(message("kernel_info_reply", {
        implementation: "modulab",
        implementation_version: "0.1.0",
        language_info: { name: "typescript", version: "5.9" },
      })),
    request: async (_channel, msg_type, content) => {
      if (msg_type === "inspect_request") await kernel.documented;
      return message(msg_type.replace("request", "reply"), answer(msg_type, content));
    },
    send: (_channel, init) => createMessage(AUTHOR, init),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    interrupt: () => {
      interrupts++;
      stopCell();
      return Promise.resolve(message("interrupt_reply", { status: "ok" }));
    },
    shutdown: () => Promise.resolve(message("shutdown_reply", { status: "ok" })),
    close: () => Promise.resolve(),
  };
}
