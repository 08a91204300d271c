/**
 * What plans are made of.
 *
 * @module
 */

import { list } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { EngineName } from "../../engine/engines/engine.ts";
import type { Precision } from "../../engine/lower/precision.ts";
import { AppliedLoss } from "../../training/applied_loss.ts";
import type { Callback } from "../callbacks/callback.ts";
import type { EvalPhase } from "./eval_phase.ts";
import type { FitPhase } from "./fit_phase.ts";
import type { PhaseGroup } from "./phase_group.ts";
import type { TrainPhase } from "./train_phase.ts";

/** A part of a plan that does something. */
export type Phase<N extends string = string> = TrainPhase<N> | EvalPhase<N> | FitPhase<N>;

/** A part of a plan: its label and those within it are among `P`. */
export type PlanItem<P extends string = string> = Phase<P> | PhaseGroup<P>;

/** Where a part of a plan stands: its label, or labels of groups before it (`group/phase`). */
export type PlanPath<P extends string = string> = P | `${string}/${P}`;

/** Who computes: what ModularML calls an accelerator. */
export interface Compute {
  /** Default: what `setEngine` chose. */
  readonly engine?: EngineName;
  /** Threads within one operator; 1 repeats bit for bit. Default: as many as cores. */
  readonly threads?: number;
  /** Where operators run. Default: that of the engine. */
  readonly execution?: "cpu" | "webgpu";
  /** `"mixed"` computes products in 16 bits, where the engine can. Default: `"float32"`. */
  readonly precision?: Precision;
  /** Refuse results that are not finite. Default: false. */
  readonly checkFinite?: boolean;
}

const COMPUTE = ["engine", "threads", "execution", "precision", "checkFinite"] as const;

/**
 * Refuses choices of who computes that there are not.
 *
 * @param of what they were given to, such as `the phase "train"`
 * @param compute as people write it
 * @returns the same
 * @throws UnknownNameError that names the choice; TypeError for what is no object
 * @example
 * ```ts
 * import { checkCompute } from "./phase.ts";
 * checkCompute('the phase "train"', { threads: 1 });
 * ```
 */
export function checkCompute(of: string, compute: Compute): Compute {
  return checkOptions(compute, { of: `compute of ${of}`, known: COMPUTE });
}

/** How much is kept of the samples and outputs of batches; losses and metrics are always kept. */
export type Recording = "all" | "last" | "none";

/** All of them. */
export const RECORDINGS: readonly Recording[] = ["all", "last", "none"];

/**
 * Refuses two losses of one label, which results could not tell apart.
 *
 * @param phase the label of the phase
 * @param losses all of them
 * @returns the same, frozen
 * @throws TypeError for what is no loss
 * @throws RangeError that names the label
 */
export function checkLosses<L extends string>(
  phase: string,
  losses: readonly AppliedLoss<L>[],
): readonly AppliedLoss<L>[] {
  if (losses.some((one) => !(one instanceof AppliedLoss))) {
    throw new TypeError(
      `Cannot compare in the phase "${phase}" by what is no loss: give losses that were made, such as ` +
        'new AppliedLoss({ loss: "mse", on: "Head" })',
    );
  }
  const labels = losses.map(({ label }) => label);
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  if (twice.length === 0) return Object.freeze([...losses]);
  throw new RangeError(
    `Cannot compare in the phase "${phase}": two losses are called ${
      list(twice)
    }; give them labels`,
  );
}

/**
 * Brings callbacks into the order in which they run.
 *
 * @param phase the label of what they belong to
 * @param given in any order
 * @returns sorted by their `order`; those of one order as they were given
 * @throws TypeError for what is no callback
 * @throws RangeError when two have one label
 */
export function sortCallbacks(phase: string, given: readonly Callback[]): readonly Callback[] {
  if (given.some((one) => typeof one?.start !== "function")) {
    throw new TypeError(
      `Cannot follow "${phase}" with what is no callback: give some that were made, such as ` +
        "new EarlyStopping(), or defineCallback(…)",
    );
  }
  const labels = given.map(({ label }) => label);
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  if (twice.length > 0) {
    throw new RangeError(
      `Cannot follow "${phase}": two callbacks are called ${list(twice)}; give them labels`,
    );
  }
  return Object.freeze(given.toSorted((one, other) => one.order - other.order));
}
