/**
 * A phase that evaluates.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { Callback } from "../callbacks/callback.ts";
import { checkBindings, InputBinding, type SampleSource } from "./input_binding.ts";
import { checkLosses, type Compute, sortCallbacks } from "./phase.ts";

/** What a phase of evaluation is made of. */
export interface EvalPhaseOptions<L extends string = string> {
  /** Where samples come from: one split of each FeatureSet. */
  readonly inputSources: readonly InputBinding[];
  /** What is compared; nothing when left out. */
  readonly losses?: readonly AppliedLoss<L>[];
  /** Nodes that are wanted; the tails of the graph when left out. All that they need computes too. */
  readonly activeNodes?: readonly L[];
  /** Samples at once; all of them when left out. */
  readonly batchSize?: number;
  /** What follows the phase. */
  readonly callbacks?: readonly Callback[];
  /** Who computes; what the experiment says when left out. */
  readonly compute?: Compute;
}

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
export class EvalPhase<N extends string = string, L extends string = string> {
  readonly kind = "eval";
  /** What it is called in its group. */
  readonly label: N;
  readonly inputSources: readonly InputBinding[];
  readonly losses: readonly AppliedLoss<L>[];
  readonly activeNodes: readonly L[] | undefined;
  readonly batchSize: number | undefined;
  /** In the order in which they run. */
  readonly callbacks: readonly Callback[];
  readonly compute: Compute | undefined;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, nodes
   * @throws RangeError when there are no samples, or the size of batches is none
   */
  constructor(label: N, options: EvalPhaseOptions<L>) {
    const { inputSources, losses = [], activeNodes, batchSize, callbacks = [], compute } = options;
    this.label = checkLabel(label, { kind: "phase" }) as N;
    this.inputSources = checkBindings(label, inputSources);
    if (batchSize !== undefined && !(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new RangeError(
        `Cannot evaluate "${label}" in batches of ${batchSize}: give a whole number from 1`,
      );
    }
    this.losses = checkLosses(label, losses);
    this.activeNodes = activeNodes && Object.freeze([...activeNodes]);
    this.batchSize = batchSize;
    this.callbacks = sortCallbacks(label, callbacks);
    this.compute = compute;
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
