/**
 * Keeps one session alive: starts it in the background, and another when it has ended.
 *
 * @module
 */

import type { SessionEnd } from "./ending.ts";
import type { SessionOutput } from "./pipes.ts";
import { type SessionOptions, SessionStartError } from "./process.ts";
import { Session } from "./session.ts";

/** Who hears of the session's life. */
export interface KeeperListener {
  /** Everything a session puts out, in order. */
  output(output: SessionOutput): void;
  /** A session has ended; nothing more comes from it. */
  ended(end: SessionEnd): void;
}

/** Owns the session. */
export class SessionKeeper implements AsyncDisposable {
  #options: SessionOptions;
  readonly #listener: KeeperListener;
  #session: Promise<Session> | undefined;
  #up: Session | undefined;
  #closed = false;

  /**
   * @param options of every session that is started
   * @param listener hears of it
   */
  constructor(options: SessionOptions, listener: KeeperListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** What the next session is started with. */
  get options(): SessionOptions {
    return this.#options;
  }

  /**
   * The session, started if there is none.
   *
   * @returns the session, able to run cells
   * @throws SessionStartError if none can be started, and the next call tries again; or if the
   *   keeper has been disposed of
   */
  current(): Promise<Session> {
    if (this.#closed) {
      return Promise.reject(new SessionStartError("Cannot run this: the kernel is shutting down"));
    }
    this.#session ??= this.#start();
    return this.#session;
  }

  /** The session if one is up, without waiting for one. */
  get up(): Session | undefined {
    return this.#up;
  }

  /**
   * Ends the session and starts a fresh one.
   *
   * @param options what the fresh one is started with; default as before
   */
  async restart(options: SessionOptions = this.#options): Promise<void> {
    this.#options = options;
    const old = await this.#session?.catch(() => undefined);
    await old?.kill();
    await this.current();
  }

  /** Ends the session for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const session = await this.#session?.catch(() => undefined);
    await session?.kill();
  }

  async #start(): Promise<Session> {
    try {
      const session = await Session.start(this.#options, (output) => this.#listener.output(output));
      this.#up = session;
      this.#follow(session);
      return session;
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }

  async #follow(session: Session): Promise<void> {
    const end = await session.ended;
    this.#session = this.#up = undefined;
    this.#listener.ended(end);
    // The next cell finds a session that is warm already; whoever needs it hears why it failed.
    if (!this.#closed) this.current().catch(() => {});
  }
}
