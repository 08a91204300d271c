/**
 * One worker as its parent sees it: attempts go in, one answer each comes out.
 *
 * @module
 */

import type { Timer } from "./timer.ts";
import type { Frame } from "./frame.ts";
import type { Work } from "./job.ts";
import { type ErrorRecord, WorkerLostError } from "./job_error.ts";
import { Lease } from "./lease.ts";
import type { Channel, Order, Report } from "./messages.ts";
import type { PackedTree } from "./tree.ts";

/** One try of a job. */
export interface Attempt {
  readonly id: string;
  /** 1 the first time. */
  readonly attempt: number;
  readonly work: Work;
  readonly input: PackedTree;
  readonly onProgress: (progress: PackedTree) => void;
}

/** What came of an attempt. */
export type Answer =
  | { readonly status: "completed"; readonly output: PackedTree }
  | { readonly status: "thrown"; readonly error: ErrorRecord }
  | { readonly status: "lost"; readonly error: Error };

/** What a link needs. */
export interface LinkOptions {
  readonly timer: Timer;
  /** How long a worker may be silent while it has work. */
  readonly leaseSeconds: number;
}

interface Open {
  readonly ticket: number;
  readonly attempt: Attempt;
  readonly lease: Lease;
  readonly settle: (answer: Answer) => void;
}

/**
 * Gives a worker one attempt after another. An answer counts only while its attempt is open: what
 * comes late, or twice, or for another ticket, is dropped.
 *
 * @example
 * ```ts
 * import { machineTimer } from "./timer.ts";
 * import type { Channel, Order, Report } from "./messages.ts";
 * import { WorkerLink } from "./worker_link.ts";
 * function link(channel: Channel<Order, Report>): WorkerLink {
 *   return new WorkerLink(channel, { timer: machineTimer, leaseSeconds: 60 });
 * }
 * ```
 */
export class WorkerLink {
  /** Resolves when the worker can take work: true, or false when the line closed before. */
  readonly ready: Promise<boolean>;
  /** Resolves when the line is closed. */
  readonly closed: Promise<void>;
  readonly #channel: Channel<Order, Report>;
  readonly #options: LinkOptions;
  readonly #ready = Promise.withResolvers<boolean>();
  readonly #closed = Promise.withResolvers<void>();
  #open: Open | undefined;
  #tickets = 0;
  #isClosed = false;

  /**
   * @param channel the line to the worker
   * @param options timer and lease
   */
  constructor(channel: Channel<Order, Report>, options: LinkOptions) {
    this.ready = this.#ready.promise;
    this.closed = this.#closed.promise;
    this.#channel = channel;
    this.#options = options;
    channel.listen({
      onFrame: (frame) => this.#hear(frame),
      onClose: () => this.#lose(new WorkerLostError("The worker closed its line")),
    });
  }

  /** @returns whether the line is closed */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Gives the worker work. It must have none.
   *
   * @param attempt one try of a job
   * @returns what came of it; never rejects
   */
  execute(attempt: Attempt): Promise<Answer> {
    if (this.#open) throw new RangeError("Cannot give work to a worker that has some");
    const { promise, resolve: settle } = Promise.withResolvers<Answer>();
    if (this.#isClosed) {
      settle({ status: "lost", error: new WorkerLostError("The worker closed its line") });
      return promise;
    }
    const ticket = ++this.#tickets;
    const { attempt: number, work, input } = attempt;
    this.#channel.send({ message: { type: "run", ticket, attempt: number, work }, tree: input });
    this.#open = { ticket, attempt, settle, lease: this.#openLease() };
    return promise;
  }

  /** Closes the line; an open attempt is lost. */
  close(): void {
    this.#lose(new WorkerLostError("The worker was stopped"));
  }

  #openLease(): Lease {
    const { timer, leaseSeconds: seconds } = this.#options;
    return new Lease({
      timer,
      seconds,
      ask: () => this.#channel.send({ message: { type: "ping" } }),
      expire: () => {
        this.#lose(new WorkerLostError(`The worker did not answer for ${seconds} s`));
      },
    });
  }

  #hear({ message, tree }: Frame<Report>): void {
    this.#open?.lease.renew();
    if (message.type === "ready") return this.#ready.resolve(true);
    if (message.type === "pong" || message.ticket !== this.#open?.ticket) return;
    if (message.type === "thrown") return this.#settle({ status: "thrown", error: message.error });
    if (tree === undefined) {
      return this.#lose(new WorkerLostError("The worker sent half a message"));
    }
    if (message.type === "progress") return this.#open.attempt.onProgress(tree);
    this.#settle({ status: "completed", output: tree });
  }

  #settle(answer: Answer): void {
    const open = this.#open;
    this.#open = undefined;
    open?.lease.end();
    open?.settle(answer);
  }

  #lose(error: WorkerLostError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle({ status: "lost", error });
    this.#channel.close();
    this.#ready.resolve(false);
    this.#closed.resolve();
  }
}
