/**
 * One request of a client and everything that comes back for it.
 *
 * @module
 */

import type { Executed, InputRequest } from "./client.ts";
import type { Message } from "./message.ts";

/** What a request waits for. */
export interface ExchangeOptions {
  /** Whether the request ends with its idle status, or with its reply already. */
  readonly untilIdle: boolean;
  readonly onOutput?: ((message: Message) => void) | undefined;
  readonly onInput?: ((request: InputRequest) => Promise<string>) | undefined;
}

/** A request on its way. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #done: PromiseWithResolvers<Executed> = Promise.withResolvers();
  readonly #outputs: Message[] = [];
  #reply: Message | undefined;
  #idle = false;

  /**
   * @param options what it waits for
   */
  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** Settles when everything has arrived, or the client is closed. */
  get done(): Promise<Executed> {
    return this.#done.promise;
  }

  /** Who answers prompts of this request. */
  get onInput(): ((request: InputRequest) => Promise<string>) | undefined {
    return this.#options.onInput;
  }

  /**
   * Takes the reply.
   *
   * @param message the reply
   */
  replied(message: Message): void {
    this.#reply ??= message;
    this.#settle();
  }

  /**
   * Takes an iopub message.
   *
   * @param message the message
   */
  published(message: Message): void {
    if (message.header.msg_type === "status") {
      this.#idle ||= message.content.execution_state === "idle";
      return this.#settle();
    }
    this.#outputs.push(message);
    try {
      this.#options.onOutput?.(message);
    } catch (error) {
      this.#done.reject(error);
    }
  }

  /**
   * Gives up.
   *
   * @param error why
   */
  failed(error: Error): void {
    this.#done.reject(error);
  }

  #settle(): void {
    if (this.#reply === undefined || (this.#options.untilIdle && !this.#idle)) return;
    this.#done.resolve({ reply: this.#reply, outputs: this.#outputs });
  }
}
