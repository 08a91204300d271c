/**
 * What phases of all kinds have.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { Callback } from "../callbacks/callback.ts";
import { checkBindings, type InputBinding } from "./input_binding.ts";
import { checkCompute, checkLosses, type Compute, sortCallbacks } from "./phase.ts";

/** What a phase of any kind is made of. */
export interface PhasePartsOptions<L extends string = string> {
  /** Where samples come from: one split of each FeatureSet. */
  readonly inputSources: readonly InputBinding[];
  /** What is compared; nothing when left out. */
  readonly losses?: readonly AppliedLoss<L>[];
  /** Nodes that are meant; each kind of phase says what it does with them. */
  readonly activeNodes?: readonly L[];
  /** What follows the phase. */
  readonly callbacks?: readonly Callback[];
  /** Who computes; what the experiment says when left out. */
  readonly compute?: Compute;
}

/** Names of the options that phases of all kinds have. */
export const PHASE_OPTIONS = [
  "inputSources",
  "losses",
  "activeNodes",
  "callbacks",
  "compute",
] as const;

/**
 * What phases of all kinds have.
 *
 * @example
 * ```ts
 * import { EvalPhase } from "./eval_phase.ts";
 * import { PhaseParts } from "./phase_parts.ts";
 * EvalPhase.fromSplit("test", { featureSet: "pulses", split: "test" }) instanceof PhaseParts; // true
 * ```
 */
export abstract class PhaseParts<N extends string = string, L extends string = string> {
  /** What it is called in its group. */
  readonly label: N;
  readonly inputSources: readonly InputBinding[];
  readonly losses: readonly AppliedLoss<L>[];
  readonly activeNodes: readonly L[] | undefined;
  /** In the order in which they run. */
  readonly callbacks: readonly Callback[];
  readonly compute: Compute | undefined;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, nodes, callbacks
   * @throws TypeError when what should be a list is none, or holds what does not belong there
   * @throws UnknownNameError when there is no such choice of who computes
   * @throws RangeError when there are no samples, or two losses or callbacks have one label
   */
  constructor(
    label: N,
    options: PhasePartsOptions<L>,
  ) {
    const { inputSources, losses = [], activeNodes, callbacks = [], compute } = options;
    checkLists({ inputSources, losses, activeNodes, callbacks }, `the phase "${label}"`);
    this.label = checkLabel(label, { kind: "phase" }) as N;
    this.inputSources = checkBindings(label, inputSources);
    this.losses = checkLosses(label, losses);
    this.activeNodes = activeNodes && Object.freeze([...activeNodes]);
    this.callbacks = sortCallbacks(label, callbacks);
    this.compute = compute && checkCompute(`the phase "${label}"`, compute);
  }
}

function checkLists(given: Readonly<Record<string, unknown>>, of: string): void {
  const strange = Object.keys(given).find((name) =>
    given[name] !== undefined && !Array.isArray(given[name])
  );
  if (strange !== undefined) {
    throw new TypeError(`Cannot read ${strange} of ${of}: give a list, also of one`);
  }
}
