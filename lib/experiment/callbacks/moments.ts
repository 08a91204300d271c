/**
 * What hooks are told, and what they can do.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { BuiltGraph, GraphState } from "../../graph/built_graph.ts";
import type { StepResult } from "../../training/trainer_options.ts";
import type { TrainerState } from "../../training/trainer_state.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { Phase } from "../phases/phase.ts";
import type { EvalResults } from "../results/eval_results.ts";
import type { PhaseResults } from "../results/phase_results.ts";

/** What every hook is told. */
export interface RunMoment {
  /** The label of the experiment. */
  readonly experiment: string;
  /** The FeatureSets there are. */
  readonly data: readonly FeatureSet[];
  /** The graph, with the weights that it has now. */
  readonly graph: BuiltGraph;
  /** Chance for this callback: a stream of its own. */
  readonly seeds: SeedStream;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Stops the whole run after the current epoch; its status is `stopped`. */
  stopRun(reason?: string): void;
  /**
   * Runs a phase of evaluation that leaves nothing changed; its own callbacks are not called.
   *
   * @param phase what is evaluated
   * @returns its results
   */
  evaluate(phase: EvalPhase): Promise<EvalResults>;
}

/** What hooks around groups are told. */
export interface GroupMoment extends RunMoment {
  /** The label of the group. */
  readonly group: string;
  /** Labels of the groups around it, outermost first, without that of the plan. */
  readonly path: readonly string[];
}

/** What hooks around phases are told. */
export interface PhaseMoment extends RunMoment {
  readonly phase: Phase;
  /** Labels of the groups around the phase, outermost first, without that of the plan. */
  readonly path: readonly string[];
  /** What is known so far; complete at the end of the phase. */
  readonly results: PhaseResults;
  /** What can be done to training; nothing in other phases. */
  readonly training: TrainingControls | undefined;
}

/** What can be done to a phase of training. */
export interface TrainingControls {
  /** Ends the phase after the current epoch; its status is `stopped`. */
  stop(reason?: string): void;
  /** The learning rates that the last step used, by label of the node. */
  readonly rates: Readonly<Record<string, number>>;
  /** Sets the learning rate of all nodes from the next step on; `undefined` gives it back to the optimizers. */
  setLearningRate(rate: number | undefined): void;
  /** Tells schedules that wait for a plateau how well training goes. */
  observe(value: number): void;
  /**
   * Keeps samples and outputs of an epoch that `resultRecording: "last"` would give up for the next one,
   * until another is kept.
   */
  keepEpoch(epoch: number): void;
  /** Copies weights and all that training has gathered. */
  getState(): TrainingState;
  /** Puts weights back, and what training had gathered where it is given. */
  setState(state: { readonly graph: GraphState; readonly training?: TrainerState }): void;
}

/** Weights, and what training has gathered besides. */
export interface TrainingState {
  readonly graph: GraphState;
  readonly training: TrainerState;
}

/** What hooks around epochs are told. */
export interface EpochMoment extends PhaseMoment {
  /** The epoch, from 0. */
  readonly epoch: number;
}

/** What hooks around batches are told. */
export interface BatchMoment extends EpochMoment {
  /** The batch of the epoch, from 0. */
  readonly batch: number;
  /** What the step told; nothing before it. */
  readonly step: StepResult | undefined;
}

/** What hooks are told when something threw. */
export interface ExceptionMoment extends RunMoment {
  readonly error: unknown;
  /** Where it was thrown, as far as the run had come. */
  readonly phase: Phase | undefined;
  readonly epoch: number | undefined;
  readonly batch: number | undefined;
  /** What was known of that phase. */
  readonly results: PhaseResults | undefined;
}
