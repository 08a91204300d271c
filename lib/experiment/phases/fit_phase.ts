/**
 * A phase that fits estimators.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import { InputBinding, type SampleSource } from "./input_binding.ts";
import { PHASE_OPTIONS, PhaseParts, type PhasePartsOptions } from "./phase_parts.ts";

/** What a phase of fitting is made of; its losses are compared after the fit. */
export interface FitPhaseOptions<L extends string = string> extends PhasePartsOptions<L> {
  /** Estimators that learn, whose outputs are told; all that are not frozen when left out. */
  readonly activeNodes?: readonly L[];
  /** Learn from these samples besides what was learned before; default false. */
  readonly partial?: boolean;
  /**
   * Whether later phases leave the estimators as they are unless they name them. Default true, but for
   * `partial`, after which others go on.
   */
  readonly freezeAfterFit?: boolean;
}

/** Names of the options that only phases of fitting have. */
export const FIT_VALUES = ["partial", "freezeAfterFit"] as const;

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
export class FitPhase<N extends string = string, L extends string = string>
  extends PhaseParts<N, L> {
  readonly kind = "fit";
  readonly partial: boolean;
  readonly freezeAfterFit: boolean;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, nodes
   * @throws UnknownNameError when there is no such option
   * @throws RangeError when there are no samples
   */
  constructor(label: N, options: FitPhaseOptions<L>) {
    const known = [...PHASE_OPTIONS, ...FIT_VALUES] as const;
    checkOptions(options, { of: `the phase "${label}"`, known, required: ["inputSources"] });
    super(label, options);
    const { partial = false, freezeAfterFit = !partial } = options;
    this.partial = partial;
    this.freezeAfterFit = freezeAfterFit;
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
