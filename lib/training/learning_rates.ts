/**
 * Learning rates of a step, by group for the engine and by name for people.
 *
 * @module
 */

import type { Groups } from "./groups.ts";
import type { Progress } from "./schedule.ts";

/** The learning rates of a step. */
export interface StepRates {
  /** In the order of the groups. */
  readonly settings: readonly { readonly learningRate: number }[];
  /** By label of the node; by `node/parameter` where the parameters of a node have several. */
  readonly byName: Readonly<Record<string, number>>;
}

/** What the learning rates of all groups follow. */
export class LearningRates {
  readonly #groups: Groups;
  /** What each group moves, as people name it. */
  readonly #names: readonly (readonly string[])[];
  /** Most steps have the rates of the one before. */
  #last: StepRates | undefined;

  /** @param groups what is trained */
  constructor(groups: Groups) {
    const nodes = groups.flatMap((group) => group.nodes);
    const several = new Set(
      nodes.map(({ label }) => label).filter((label, at, all) => all.indexOf(label) < at),
    );
    this.#groups = groups;
    this.#names = groups.map((group) =>
      group.nodes.flatMap(({ label, parameters }) =>
        several.has(label) ? parameters.map(({ name }) => `${label}/${name}`) : [label]
      )
    );
  }

  /**
   * Finds the rates of a step.
   *
   * @param progress how far training has come
   * @param given a rate for all groups, which goes before schedules
   * @returns the rates
   */
  at(progress: Progress, given: number | undefined): StepRates {
    const rates = this.#groups.map(({ rate }) => given ?? rate(progress));
    const last = this.#last;
    if (last && rates.every((rate, at) => rate === last.settings[at]?.learningRate)) return last;
    const byName = Object.fromEntries(
      rates.flatMap((rate, at) => (this.#names[at] ?? []).map((name) => [name, rate])),
    );
    const settings = rates.map((learningRate) => ({ learningRate }));
    return this.#last = Object.freeze({ settings, byName: Object.freeze(byName) });
  }
}

/**
 * Refuses a rate that means nothing.
 *
 * @param rate for one step; nothing when schedules say it
 * @throws RangeError when it is no number from 0
 */
export function checkRate(rate: number | undefined): void {
  if (rate === undefined || (rate >= 0 && rate < Infinity)) return;
  throw new RangeError(`Cannot train with learningRate = ${rate}: give a number from 0`);
}
