/**
 * The kernel: takes requests, sends each to its handler, and brackets it with busy and idle.
 *
 * @module
 */

import type { JsonObject, Message } from "../wire/message.ts";
import type { KernelHandler, Received } from "../wire/transport.ts";
import { execute } from "./execute.ts";
import { complete, inspect, isComplete } from "./handlers/assistance.ts";
import { comm } from "./handlers/comm.ts";
import { interrupt, shutdown, usage } from "./handlers/control.ts";
import type { Handler } from "./handlers/handler.ts";
import { history } from "./handlers/history.ts";
import { commInfo, connect, kernelInfo } from "./handlers/info.ts";
import type { KernelState } from "./kernel_state.ts";
import { type QueuedTask, TaskQueue } from "./queue.ts";

/** Every request but `execute_request`, which waits for its turn, and `input_reply`. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  kernel_info_request: kernelInfo,
  connect_request: connect,
  comm_info_request: commInfo,
  complete_request: complete,
  inspect_request: inspect,
  is_complete_request: isComplete,
  history_request: history,
  comm_open: comm,
  comm_msg: comm,
  comm_close: comm,
  interrupt_request: interrupt,
  shutdown_request: shutdown,
  usage_request: usage,
};

/** Messages of other types have no reply; whoever waits for their idle status gets it. */
function ignore(): void {}

/** Routes what arrives. Nothing that a message holds can make it throw. */
export class Kernel implements KernelHandler {
  readonly #state: KernelState;
  readonly #queue = new TaskQueue();
  readonly #log: (text: string) => void;

  /**
   * @param state the parts of the kernel
   * @param log hears of handlers that failed
   */
  constructor(state: KernelState, log: (text: string) => void) {
    this.#state = state;
    this.#log = log;
  }

  /** Takes one request. */
  received(request: Received): void {
    const { msg_type } = request.message.header;
    if (msg_type === "execute_request") return this.#enqueue(request);
    if (msg_type === "input_reply") {
      return this.#guard(this.#state.questions.answer(request));
    }
    const handler = Object.hasOwn(HANDLERS, msg_type) ? HANDLERS[msg_type] : undefined;
    this.#handle(request, handler ?? ignore);
  }

  /** Resolves when no cell runs or waits. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  /** Greets a subscriber, and tells it how things stand. */
  subscribed(topic: string): void {
    const { publisher, cells, audience } = this.#state;
    publisher.welcome(topic);
    const { running } = cells;
    if (running) publisher.status(running.request.message.header, "busy");
    else publisher.status({}, "idle");
    audience.arrive();
  }

  /** Tells the cell that asked, which would wait for ever. */
  undelivered({ header }: Message): void {
    this.#guard(this.#state.questions.refuse(header.msg_id));
  }

  /**
   * What is answered at once is idle at once: between its reply and its idle status the next request
   * must not begin, as frontends take a late idle for that of their cell.
   */
  #handle(request: Received, handler: Handler): void {
    const { header, content } = request.message;
    this.#state.publisher.status(header, "busy");
    try {
      const reply = (answer: JsonObject): void => this.#state.publisher.reply(request, answer);
      const work = handler({ received: request, content, kernel: this.#state, reply });
      if (work === undefined) this.#handled(request);
      else this.#guard(this.#finish(work, request));
    } catch (error) {
      this.#fail(request, error);
      this.#handled(request);
    }
  }

  async #finish(work: Promise<void>, request: Received): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail(request, error);
    } finally {
      this.#handled(request);
    }
  }

  #handled(request: Received): void {
    const { publisher, cells } = this.#state;
    publisher.status(request.message.header, "idle");
    // Frontends show the last status they heard, whoever caused it.
    const running = cells.running;
    if (running) publisher.status(running.request.message.header, "busy");
  }

  #fail(request: Received, error: unknown): void {
    const { msg_type } = request.message.header;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    this.#log(`Cannot answer ${msg_type}: ${name}: ${message}`);
    if (!msg_type.endsWith("_request")) return;
    const content = { status: "error", ename: name, evalue: message, traceback: [] };
    this.#state.publisher.reply(request, content);
  }

  #enqueue(request: Received): void {
    this.#queue.push({ run: () => this.#execute(request), abort: () => this.#abort(request) });
  }

  async #execute(request: Received): Promise<void> {
    const { publisher } = this.#state;
    const { header } = request.message;
    publisher.status(header, "busy");
    let doomed: readonly QueuedTask[] = [];
    try {
      // Taken before anybody hears of the failure: what a client sends upon it is to run.
      const failed = async (): Promise<void> => void (doomed = await this.#queue.takeAll());
      publisher.reply(request, await execute(request, { kernel: this.#state, failed }));
      for (const task of doomed) task.abort();
    } catch (error) {
      this.#fail(request, error);
    } finally {
      publisher.status(header, "idle");
    }
  }

  #abort(request: Received): void {
    const { publisher, executionCount } = this.#state;
    const { header } = request.message;
    publisher.status(header, "busy");
    publisher.reply(request, { status: "aborted", execution_count: executionCount });
    publisher.status(header, "idle");
  }

  #guard(work: Promise<void>): void {
    work.catch((error) => this.#log(`Cannot answer a message: ${error}`));
  }
}
