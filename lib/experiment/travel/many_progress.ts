/**
 * How far several experiments are, told as one run: `fold 2/5 train`.
 *
 * @module
 */

import type { PhaseBegun, Progress } from "../progress/progress.ts";
import type { PlainTree } from "../runner/tree.ts";

/** What all of them are. */
export interface ManyTitle {
  /** What each is called, such as `fold`. */
  readonly title: string;
  /** How many there are. */
  readonly count: number;
}

/** What a worker tells. */
interface Report {
  readonly phase?: PhaseBegun;
  readonly step?: { readonly epoch: number; readonly batch: number; readonly loss: number };
  readonly metric?: readonly [string, number];
}

/**
 * Tells how far several experiments are. While one runs alone, all of its phases are told.
 *
 * @example
 * ```ts
 * import { ManyProgress } from "./many_progress.ts";
 * const told = new ManyProgress({ notice: console.log }, { title: "fold", count: 5 });
 * told.done("fold_0", new Error("no"));
 * ```
 */
export class ManyProgress {
  readonly #to: Progress | undefined;
  readonly #title: ManyTitle;
  readonly #running = new Set<string>();
  readonly #places = new Map<string, number>();
  #done = 0;

  /**
   * @param to who hears it
   * @param title what all of them are
   */
  constructor(to: Progress | undefined, title: ManyTitle) {
    this.#to = to;
    this.#title = title;
    to?.begin?.(`${title.count} × ${title.title}`);
  }

  /**
   * An experiment begins here.
   *
   * @param id which one
   * @returns what hears its phases and steps
   */
  begin(id: string): Progress | false {
    const to = this.#to;
    if (to === undefined) return false;
    this.#start(id);
    return {
      phase: (phase) => to.phase?.(this.#placed(id, phase)),
      step: (step) => to.step?.(step),
      metric: (name, value) => to.metric?.(name, value),
      notice: (message) => to.notice?.(`${id}: ${message}`),
    };
  }

  /**
   * A worker has told how far an experiment is. Reports of several at once would be a muddle: then only
   * what has ended is told.
   *
   * @param id which one
   * @param told what `runSent` reports
   */
  report(id: string, told: PlainTree): void {
    this.#start(id);
    const to = this.#to;
    if (to === undefined || this.#running.size > 1) return;
    const { phase, step, metric } = told as unknown as Report;
    if (phase) to.phase?.(this.#placed(id, phase));
    if (step) to.step?.(step);
    if (metric) to.metric?.(...metric);
  }

  /**
   * An experiment has ended.
   *
   * @param id which one
   * @param error why it failed, if it did
   */
  done(id: string, error?: Error): void {
    this.#running.delete(id);
    this.#done++;
    const { title, count } = this.#title;
    if (error) this.#to?.notice?.(`${id} failed: ${error.message}`);
    if (this.#running.size > 0) this.#to?.notice?.(`${title} ${this.#done}/${count} done: ${id}`);
  }

  /** All have ended, or will not any more. */
  end(status: string): void {
    this.#to?.end?.(status);
  }

  #start(id: string): void {
    this.#running.add(id);
    if (!this.#places.has(id)) this.#places.set(id, this.#places.size + 1);
  }

  #placed(id: string, phase: PhaseBegun): PhaseBegun {
    const { title, count } = this.#title;
    return { ...phase, path: [`${title} ${this.#places.get(id)}/${count}`, ...phase.path] };
  }
}
