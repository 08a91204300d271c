/**
 * How far several experiments are, told as one run: `fold 2/5 train`.
 *
 * @module
 */

import type { PhaseBegun, Progress, StepDone } from "../progress/progress.ts";
import type { PlainTree } from "../runner/tree.ts";

/** What all of them are. */
export interface ManyTitle {
  /** What each is called, such as `fold`. */
  readonly title: string;
  /** How many there are. */
  readonly count: number;
  /** Whether several may run at once; default no. */
  readonly together?: boolean;
}

/** What a worker tells. */
interface Report {
  readonly phase?: PhaseBegun;
  readonly step?: StepDone;
  readonly metric?: readonly [string, number];
}

/**
 * Tells how far several experiments are: of those that run one after the other all phases, of those
 * that run together how many have ended, and the newest numbers of any of them.
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
  readonly #what: ManyTitle;
  readonly #places = new Map<string, number>();
  #done = 0;

  /**
   * @param to who hears it
   * @param what what all of them are
   */
  constructor(to: Progress | undefined, what: ManyTitle) {
    this.#to = to;
    this.#what = what;
    const { title, count, together = false } = what;
    to?.begin?.(`${count} × ${title}`);
    if (together) to?.phase?.({ path: [`${title}s`], kind: "eval", epochs: 1, steps: count });
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
    return {
      phase: (phase) => to.phase?.(this.#placed(id, phase)),
      step: (step) => to.step?.(step),
      metric: (name, value) => to.metric?.(name, value),
      notice: (message) => to.notice?.(`${id}: ${message}`),
    };
  }

  /**
   * A worker has told how far an experiment is.
   *
   * @param id which one
   * @param told what `runSent` reports
   */
  report(id: string, told: PlainTree): void {
    const { phase, step, metric } = told as unknown as Report;
    if (metric) this.#to?.metric?.(...metric);
    if (this.#what.together) {
      if (step) this.#count(step.loss);
      return;
    }
    if (phase) this.#to?.phase?.(this.#placed(id, phase));
    if (step) this.#to?.step?.(step);
  }

  /**
   * An experiment has ended.
   *
   * @param id which one
   * @param error why it failed, if it did
   */
  done(id: string, error?: Error): void {
    this.#done++;
    if (error) this.#to?.notice?.(`${id} failed: ${error.message}`);
    if (this.#what.together) this.#count();
  }

  /** All have ended, or will not any more. */
  end(status: string): void {
    this.#to?.end?.(status);
  }

  #count(loss?: number): void {
    this.#to?.step?.({ epoch: 0, batch: this.#done - 1, loss });
  }

  #placed(id: string, phase: PhaseBegun): PhaseBegun {
    const { title, count } = this.#what;
    const place = this.#places.get(id) ?? this.#done + 1;
    this.#places.set(id, place);
    return { ...phase, path: [`${title} ${place}/${count}`, ...phase.path] };
  }
}

/**
 * Tells a part of a larger work: its title stands behind that of the whole, which ends later.
 *
 * @param to who hears the whole
 * @param title which part it is, such as `fold 1/3`
 * @returns who hears the part
 * @example
 * ```ts
 * import { partOf } from "./many_progress.ts";
 * partOf({ begin: console.log }, "fold 1/3").begin?.("6 × trial"); // fold 1/3: 6 × trial
 * ```
 */
export function partOf(to: Progress, title: string): Progress {
  return {
    begin: (part) => to.begin?.(`${title}: ${part}`),
    phase: (phase) => to.phase?.(phase),
    step: (step) => to.step?.(step),
    metric: (name, value) => to.metric?.(name, value),
    notice: (message) => to.notice?.(message),
  };
}
