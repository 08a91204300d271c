/**
 * A phase that fits estimators.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { Callback } from "../callbacks/callback.ts";
import { checkBindings, InputBinding, type SampleSource } from "./input_binding.ts";
import { checkLosses, type Compute, sortCallbacks } from "./phase.ts";

/** What a phase of fitting is made of. */
export interface FitPhaseOptions<L extends string = string> {
  /** Where samples come from: one split of each FeatureSet. */
  readonly inputSources: readonly InputBinding[];
  /** What is compared after the fit; nothing when left out. */
  readonly losses?: readonly AppliedLoss<L>[];
  /** Estimators that learn, whose outputs are told; all that are not frozen when left out. */
  readonly activeNodes?: readonly L[];
  /** Learn from these samples besides what was learned before; default false. */
  readonly partial?: boolean;
  /**
   * Whether later phases leave the estimators as they are unless they name them. Default true, but for
   * `partial`, after which others go on.
   */
  readonly freezeAfterFit?: boolean;
  /** What follows the phase. */
  readonly callbacks?: readonly Callback[];
  /** Who computes; what the experiment says when left out. */
  readonly compute?: Compute;
}

/** What `FitPhase.fromSplit` takes. */
export type FitFromSplitOptions<L extends string = string> =
  & Omit<FitPhaseOptions<L>, "inputSources">
  & SampleSource;

/**
 * Fits estimators one after the other, each from what those before it predict, on all samples at once.
 *
 * @example
 * ```ts
 * import { FitPhase } from "./fit_phase.ts";
 * FitPhase.fromSplit("fit", { featureSet: "pulses", split: "train" });
 * ```
 */
export class FitPhase<N extends string = string, L extends string = string> {
  readonly kind = "fit";
  /** What it is called in its group. */
  readonly label: N;
  readonly inputSources: readonly InputBinding[];
  readonly losses: readonly AppliedLoss<L>[];
  readonly activeNodes: readonly L[] | undefined;
  readonly partial: boolean;
  readonly freezeAfterFit: boolean;
  /** In the order in which they run. */
  readonly callbacks: readonly Callback[];
  readonly compute: Compute | undefined;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, nodes
   * @throws RangeError when there are no samples
   */
  constructor(label: N, options: FitPhaseOptions<L>) {
    const { inputSources, losses = [], activeNodes, partial = false, ...others } = options;
    const { freezeAfterFit = !partial, callbacks = [], compute } = others;
    this.label = checkLabel(label, { kind: "phase" }) as N;
    this.inputSources = checkBindings(label, inputSources);
    this.losses = checkLosses(label, losses);
    this.activeNodes = activeNodes && Object.freeze([...activeNodes]);
    this.partial = partial;
    this.freezeAfterFit = freezeAfterFit;
    this.callbacks = sortCallbacks(label, callbacks);
    this.compute = compute;
    Object.freeze(this);
  }

  /**
   * Fits on one split of one FeatureSet.
   *
   * @param label what it is called in its group
   * @param options FeatureSet, split, losses
   * @returns the phase
   */
  static fromSplit<const N extends string, L extends string>(
    label: N,
    { featureSet, split, ...options }: FitFromSplitOptions<L>,
  ): FitPhase<N, L> {
    const inputSources = [InputBinding.forEvaluation({ featureSet, split })];
    return new FitPhase<N, L>(label, { ...options, inputSources });
  }
}
