/**
 * What a sweep looks for: a number of results, and whether less or more of it is better.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import { epochValues, finalValues, ofPhase, phaseAt } from "../collection/final_values.ts";
import type { PhaseGroupResults } from "../results/phase_group_results.ts";

/** A number that phases give. */
export interface SweepObjective {
  /** The name of a metric, or the label of a loss of an evaluation. */
  readonly metric: string;
  /** The label of the phase; may be left out when only one has such a number. */
  readonly phase?: string;
  /** Default `minimize`. */
  readonly direction?: "minimize" | "maximize";
  /** Which epoch of a metric counts: the `last` one, which is the default, or the `best` one. */
  readonly pick?: "last" | "best";
}

/**
 * Checks an objective.
 *
 * @param objective as people write it
 * @returns the same, frozen
 * @throws {UnknownNameError} for an option or a direction that there is not
 * @example
 * ```ts
 * import { checkObjective } from "./objective.ts";
 * checkObjective({ metric: "accuracy", phase: "test", direction: "maximize" });
 * ```
 */
export function checkObjective(objective: SweepObjective): SweepObjective {
  return Object.freeze({
    ...checkOptions(objective, {
      of: "objective",
      known: ["metric", "phase", "direction", "pick"],
      required: ["metric"],
      choices: { direction: ["minimize", "maximize"], pick: ["last", "best"] },
    }),
  });
}

/**
 * Reads an objective.
 *
 * @param objective what is looked for
 * @param results of a run
 * @returns the number; it may be NaN
 * @throws {UnknownNameError} when no phase has it
 * @throws {RangeError} when several have it and none is named
 * @example
 * ```ts
 * import type { PhaseGroupResults } from "../results/phase_group_results.ts";
 * import { readObjective } from "./objective.ts";
 * const loss = (results: PhaseGroupResults) => readObjective({ metric: "val_loss" }, results);
 * ```
 */
export function readObjective(objective: SweepObjective, results: PhaseGroupResults): number {
  const { metric, phase, pick = "last" } = objective;
  const all = finalValues(results);
  const named = all.filter(({ name }) => name === metric);
  const found = phase === undefined ? named : ofPhase(named, phase);
  const [only, ...others] = found;
  if (only === undefined) {
    const known = all.map((one) => phase === undefined ? one.name : `${one.phase} ${one.name}`);
    const asked = phase === undefined ? metric : `${phase} ${metric}`;
    throw new UnknownNameError("number to sweep for", asked, { known: [...new Set(known)] });
  }
  if (others.length > 0) {
    throw new RangeError(
      `Cannot tell which ${quote(metric)} to sweep for: ${list(found.map((one) => one.phase))} ` +
        "have one; name the phase",
    );
  }
  return pick === "best" ? bestOf(objective, results, only.phase) : only.value;
}

/**
 * Compares two values of an objective.
 *
 * @param objective whether less or more is better
 * @returns a function that orders from the best to the worst; what is no number comes last
 * @example
 * ```ts
 * import { betterFirst } from "./objective.ts";
 * [1, NaN, 3].sort(betterFirst({ metric: "accuracy", direction: "maximize" })); // [3, 1, NaN]
 * ```
 */
export function betterFirst(
  { direction = "minimize" }: SweepObjective,
): (one: number, other: number) => number {
  const sign = direction === "minimize" ? 1 : -1;
  return (one, other) => {
    if (Number.isNaN(one) || Number.isNaN(other)) {
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    }
    return sign * (one - other);
  };
}

function bestOf(objective: SweepObjective, results: PhaseGroupResults, path: string): number {
  const found = phaseAt(results, path);
  if (!found.metricNames.includes(objective.metric)) {
    throw new RangeError(
      `Cannot take the best ${quote(objective.metric)} of ${quote(path)}: it is no metric of its ` +
        'epochs but one number; leave pick: "best" out',
    );
  }
  const values = epochValues(found.metric(objective.metric)).values();
  return values.toSorted(betterFirst(objective))[0] ?? NaN;
}
