/**
 * Which trials a sweep makes, and which of them go on.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import type { SeedStream } from "../../core/seed.ts";
import {
  drawFrom,
  gridOf,
  type ParameterRange,
  type ParameterRanges,
  type ParameterValue,
} from "./parameters.ts";

/** A part of a sweep, after which the worst trials stop. */
export interface Rung {
  /** Epochs that each trial has had at its end; what the plan says when left out. */
  readonly epochs?: number;
  /** How many trials begin it: the best ones of the rung before. */
  readonly trials: number;
  /** Whether they begin it as they began the first one; default they go on. */
  readonly restart?: boolean;
}

/** Which trials a sweep makes, and which of them go on. */
export interface SweepStrategy {
  readonly name: string;
  /**
   * Chooses values for each trial.
   *
   * @param ranges what is tried, by name
   * @param seeds of the sweep
   * @returns values by name
   */
  trials(
    ranges: ParameterRanges,
    seeds: SeedStream,
  ): readonly Readonly<Record<string, ParameterValue>>[];
  /**
   * Plans the rungs.
   *
   * @param trials how many there are
   * @returns at least one
   */
  rungs(trials: number): readonly Rung[];
}

/**
 * Tries every combination; the values of the last parameter change first.
 *
 * @returns the strategy
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { gridSearch } from "./strategies.ts";
 * gridSearch().trials({ hidden: [8, 16], layers: [1, 2, 3] }, SeedStream.from(0)).length; // 6
 * ```
 */
export function gridSearch(): SweepStrategy {
  return Object.freeze({
    name: "grid",
    trials: (ranges: ParameterRanges) =>
      Object.entries<ParameterRange>(ranges).reduce<
        readonly Readonly<Record<string, ParameterValue>>[]
      >((made, [name, range]) => {
        const values = gridOf(name, range);
        return made.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
      }, [{}]),
    rungs: oneRung,
  });
}

/**
 * Draws each trial by chance. A trial depends on the seed, its number and the names of the parameters
 * only: more trials or more parameters change nothing in those that there are.
 *
 * @param options how many trials
 * @returns the strategy
 * @example
 * ```ts
 * import { randomSearch } from "./strategies.ts";
 * randomSearch({ trials: 20 });
 * ```
 */
export function randomSearch(options: { readonly trials: number }): SweepStrategy {
  const required = ["trials"] as const;
  const { trials } = checkOptions(options, { of: "randomSearch()", known: required, required });
  checkCount("trials", trials);
  return Object.freeze({
    name: "random",
    trials: (ranges: ParameterRanges, seeds: SeedStream) =>
      Array.from({ length: trials }, (_, trial) => {
        const own = seeds.split(trial);
        const drawn = Object.entries<ParameterRange>(ranges)
          .map(([name, range]) => [name, drawFrom(range, own.split(name))] as const);
        return Object.fromEntries(drawn);
      }),
    rungs: oneRung,
  });
}

/** How trials are halved. */
export interface HalvingOptions {
  /** How trials are chosen. */
  readonly of: SweepStrategy;
  /** Epochs of the first rung. */
  readonly epochs: number;
  /** Each rung has so many times the epochs of the one before, and as many times fewer trials; default 3. */
  readonly factor?: number;
  /** Epochs that no trial gets more of; none when left out. */
  readonly maxEpochs?: number;
  /**
   * Whether each rung trains from the beginning, as scikit-learn's HalvingGridSearchCV does. Default no:
   * trials go on from where they were, which takes fewer epochs, but rates that follow a schedule, early
   * stopping and other callbacks begin anew in each rung.
   */
  readonly restart?: boolean;
}

/**
 * Gives all trials a few epochs, the best of them more, until one is left (Jamieson and Talwalkar,
 * 2016). Those that go on go on from where they were, unless `restart` lets them begin again.
 *
 * @param options how trials are chosen, and their epochs
 * @returns the strategy
 * @example
 * ```ts
 * import { randomSearch, successiveHalving } from "./strategies.ts";
 * const strategy = successiveHalving({ of: randomSearch({ trials: 9 }), epochs: 2 });
 * strategy.rungs(9); // 9 trials with 2 epochs, 3 with 6, 1 with 18
 * ```
 */
export function successiveHalving(options: HalvingOptions): SweepStrategy {
  const { of, epochs, factor = 3, maxEpochs = Infinity, restart = false } = checkOptions(options, {
    of: "successiveHalving()",
    known: ["of", "epochs", "factor", "maxEpochs", "restart"],
    required: ["of", "epochs"],
  });
  checkCount("epochs", epochs);
  if (!(factor > 1)) throw new RangeError(`Cannot halve by ${factor}: give a factor above 1`);
  if (!(maxEpochs >= epochs)) {
    throw new RangeError(`Cannot begin with ${epochs} epochs where ${maxEpochs} are the most`);
  }
  return Object.freeze({
    name: "successiveHalving",
    trials: (ranges: ParameterRanges, seeds: SeedStream) => of.trials(ranges, seeds),
    rungs: (trials: number) => {
      const rungs: Rung[] = [{ epochs, trials }];
      for (let last = rungs[0]; last !== undefined && last.trials > 1;) {
        const budget = Math.min(maxEpochs, Math.round((last.epochs ?? epochs) * factor));
        if (budget === last.epochs) break;
        last = {
          epochs: budget,
          trials: Math.max(1, Math.floor(last.trials / factor)),
          ...(restart && { restart }),
        };
        rungs.push(last);
      }
      return rungs;
    },
  });
}

function oneRung(trials: number): readonly Rung[] {
  return [{ trials }];
}

function checkCount(what: string, count: number): void {
  if (Number.isInteger(count) && count > 0) return;
  throw new RangeError(`Cannot sweep with ${count} ${what}: give a whole number from 1`);
}
