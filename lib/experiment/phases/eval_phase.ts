/**
 * A phase that evaluates.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import { InputBinding, type SampleSource } from "./input_binding.ts";
import { PHASE_OPTIONS, PhaseParts, type PhasePartsOptions } from "./phase_parts.ts";

/** What a phase of evaluation is made of. */
export interface EvalPhaseOptions<L extends string = string> extends PhasePartsOptions<L> {
  /** Nodes that are wanted; the tails of the graph when left out. All that they need computes too. */
  readonly activeNodes?: readonly L[];
  /** Samples at once; all of them when left out. */
  readonly batchSize?: number;
}

/** Names of the options that only phases of evaluation have. */
export const EVAL_VALUES = ["batchSize"] as const;

/** What `EvalPhase.fromSplit` takes. */
export type EvalFromSplitOptions<L extends string = string> =
  & Omit<EvalPhaseOptions<L>, "inputSources">
  & SampleSource;

/**
 * Computes outputs and losses of samples, in the order of their split, and changes nothing.
 *
 * @example
 * ```ts
 * import { AppliedLoss } from "../../training/applied_loss.ts";
 * import { EvalPhase } from "./eval_phase.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * EvalPhase.fromSplit("test", { featureSet: "pulses", split: "test", losses });
 * ```
 */
export class EvalPhase<N extends string = string, L extends string = string>
  extends PhaseParts<N, L> {
  readonly kind = "eval";
  readonly batchSize: number | undefined;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, nodes
   * @throws UnknownNameError when there is no such option
   * @throws RangeError when there are no samples, or the size of batches is none
   */
  constructor(label: N, options: EvalPhaseOptions<L>) {
    checkOptions(options, {
      of: `the phase "${label}"`,
      known: [...PHASE_OPTIONS, ...EVAL_VALUES],
      required: ["inputSources"],
    });
    super(label, options);
    const { batchSize } = options;
    if (batchSize !== undefined && !(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new RangeError(
        `Cannot evaluate "${label}" in batches of ${batchSize}: give a whole number from 1`,
      );
    }
    this.batchSize = batchSize;
    Object.freeze(this);
  }

  /**
   * Evaluates one split of one FeatureSet.
   *
   * @param label what it is called in its group
   * @param options FeatureSet, split, losses
   * @returns the phase
   */
  static fromSplit<const N extends string, L extends string>(
    label: N,
    { featureSet, split, ...options }: EvalFromSplitOptions<L>,
  ): EvalPhase<N, L> {
    const inputSources = [InputBinding.forEvaluation({ featureSet, split })];
    return new EvalPhase<N, L>(label, { ...options, inputSources });
  }
}
