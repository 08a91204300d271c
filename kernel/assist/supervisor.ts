/**
 * Keeps a language server at hand: started in the background, started again after a crash, put to
 * sleep when nobody asks.
 *
 * @module
 */

import { ServerEnded, type ServerProcess } from "./server_process.ts";

/** How to start a server and how long to wait for what, in milliseconds. */
export interface SupervisorOptions {
  /** Starts a server and makes it ready to answer fast; the signal says that it must end. */
  readonly start: (signal: AbortSignal) => Promise<ServerProcess>;
  /** Without a question for so long, the server is ended until the next one; default never. */
  readonly idleAfter?: number;
  /** First pause before a new start; doubles with each crash in a row; default 250. */
  readonly pause?: number;
  /** Starts in a row that may fail before we give up; default 5. */
  readonly attempts?: number;
  /** Who asks so long after we gave up makes us try once more; default 60,000. */
  readonly again?: number;
}

/** One server at a time, and what to do when it goes away. */
export class Supervisor {
  readonly #start: (signal: AbortSignal) => Promise<ServerProcess>;
  readonly #idleAfter: number;
  readonly #pause: number;
  readonly #attempts: number;
  readonly #again: number;
  readonly #closing: AbortController = new AbortController();
  readonly #sentAway: WeakSet<ServerProcess> = new WeakSet();
  #current: Promise<ServerProcess | undefined> | undefined;
  #failures = 0;
  /** When we gave up, by `performance.now()`. */
  #gaveUp: number | undefined;
  #users = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param options how to start, and how long to wait */
  constructor(
    { start, idleAfter = Infinity, pause = 250, attempts = 5, again = 60_000 }: SupervisorOptions,
  ) {
    this.#start = start;
    this.#idleAfter = idleAfter;
    this.#pause = pause;
    this.#attempts = attempts;
    this.#again = again;
  }

  /**
   * The running server, or the next one as soon as it answers.
   *
   * @returns the server; undefined when there will be none for now
   */
  server(): Promise<ServerProcess | undefined> {
    if (this.#closing.signal.aborted) return Promise.resolve(undefined);
    if (this.#gaveUp !== undefined && performance.now() - this.#gaveUp >= this.#again) {
      // A disk that was full, or a lack of memory, may have passed.
      this.#failures = this.#attempts - 1;
      this.#current = this.#gaveUp = undefined;
    }
    return this.#current ??= this.#keep();
  }

  /**
   * Does something with the server, which is kept awake meanwhile.
   *
   * @param work what to do
   * @returns what `work` returns; undefined when there is no server
   */
  async use<Result>(
    work: (server: ServerProcess) => Promise<Result>,
  ): Promise<Result | undefined> {
    clearTimeout(this.#idleTimer);
    this.#users++;
    try {
      const server = await this.server();
      return server && await work(server);
    } catch (error) {
      if (!(error instanceof ServerEnded)) throw error;
      // What a server took with it is asked of the next one, once.
      const next = await this.server();
      return next && await work(next);
    } finally {
      this.#users--;
      this.#rest();
    }
  }

  /** Ends the server for good. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#idleTimer);
    const server = await this.#current;
    await server?.kill();
  }

  /** Starts until a start succeeds, and starts again when that server crashes. */
  async #keep(): Promise<ServerProcess | undefined> {
    while (!this.#closing.signal.aborted && this.#failures < this.#attempts) {
      if (this.#failures > 0) await this.#wait(this.#pause * 2 ** (this.#failures - 1));
      if (this.#closing.signal.aborted) break;
      try {
        const server = await this.#start(this.#closing.signal);
        void this.#watch(server);
        return server;
      } catch {
        this.#failures++;
      }
    }
    this.#gaveUp = performance.now();
    return undefined;
  }

  async #watch(server: ServerProcess): Promise<void> {
    const since = performance.now();
    await server.ended;
    if (this.#closing.signal.aborted || this.#sentAway.has(server)) return;
    const lasted = performance.now() - since;
    this.#failures = lasted > 60_000 ? 1 : this.#failures + 1;
    this.#current = this.#keep();
  }

  #rest(): void {
    clearTimeout(this.#idleTimer);
    if (this.#users > 0 || this.#idleAfter === Infinity || this.#closing.signal.aborted) return;
    this.#idleTimer = setTimeout(() => void this.#sleep(), this.#idleAfter);
    Deno.unrefTimer(Number(this.#idleTimer));
  }

  async #sleep(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    const server = await current;
    if (!server) return;
    this.#sentAway.add(server);
    await server.kill();
  }

  async #wait(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done);
    });
  }
}
