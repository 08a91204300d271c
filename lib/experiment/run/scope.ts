/**
 * What every part of a run can reach.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { CompileOptions } from "../../engine/compile.ts";
import type { Evaluator } from "../../training/evaluator.ts";
import type { RunMoment } from "../callbacks/moments.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { Compute, Phase } from "../phases/phase.ts";
import type { EvalResults } from "../results/eval_results.ts";
import type { CheckpointedRun } from "../checkpoints/checkpointing.ts";
import type { ResultsStore } from "../results/store/results_store.ts";
import type { Checkpointer, FinishedPhase } from "./checkpointer.ts";
import type { Followers } from "./followers.ts";
import type { Live } from "./live.ts";
import type { BegunPhase } from "./phase_recording.ts";
import type { Progress } from "../progress/progress.ts";
import type { StopRequest } from "./status.ts";

/** What every part of a run can reach. */
export interface RunScope {
  /** The label of the experiment. */
  readonly experiment: string;
  readonly data: readonly FeatureSet[];
  readonly live: Live;
  /** The root of all chance of the experiment. */
  readonly seeds: SeedStream;
  readonly compute: Compute;
  readonly signal: AbortSignal;
  readonly stop: StopRequest;
  readonly progress: Progress | undefined;
  /** Callbacks of the experiment. */
  readonly followers: Followers;
  /** Who keeps checkpoints of the run. */
  readonly checkpointers: readonly Checkpointer[];
  /** Whether phases may keep checkpoints of their own. */
  readonly keepsCheckpoints: boolean;
  /** What checkpoints know the run by. */
  readonly identity: CheckpointedRun;
  /** What evaluates, by phase: compiled once, however often a callback asks. */
  readonly evaluators: Map<EvalPhase, Evaluator>;
  /** Where the run writes its results, and where the group does that runs; nothing to keep them in memory. */
  readonly results: ResultsStore | undefined;
  readonly store: ResultsStore | undefined;
  /** Phases of this run that have ended; the walk adds to them. */
  readonly finished: FinishedPhase[];
  /** Phases that the run has begun, ended ones included; those that begin are added. */
  readonly begun: BegunPhase[];
  /** Evaluates without leaving anything changed. */
  evaluate(phase: EvalPhase): Promise<EvalResults>;
}

/** A phase in a run. */
export interface PhaseScope<P extends Phase = Phase> extends RunScope {
  readonly phase: P;
  /** Labels of the groups around the phase and its own. */
  readonly path: readonly string[];
}

/**
 * Who computes in a phase.
 *
 * @param scope the phase and the run
 * @returns engine, threads, and the signal of the run
 */
export function computeOptions({ compute, phase, signal }: PhaseScope): CompileOptions {
  return { ...compute, ...phase.compute, signal };
}

/**
 * What every hook is told.
 *
 * @param scope the run
 * @param label of the callback, which has its own chance
 * @returns what it is told
 */
export function runMoment(scope: RunScope, label: string): RunMoment {
  return {
    experiment: scope.experiment,
    data: scope.data,
    graph: scope.live.graph,
    seeds: scope.seeds.split("callbacks").split(label),
    signal: scope.signal,
    stopRun: (reason) => scope.stop.make(reason),
    evaluate: (phase) => scope.evaluate(phase),
  };
}
