/**
 * What a run offers to whoever keeps checkpoints of it.
 *
 * @module
 */

import type { CallbackState } from "../callbacks/callback.ts";
import type { RecorderState } from "../results/phase_recorder.ts";
import type { StoreState } from "../results/store/results_store.ts";
import type { PhaseResults } from "../results/phase_results.ts";
import type { LiveState } from "./live.ts";
import type { Ending } from "./status.ts";

/** Points of a run after which it can be gone on with. */
export type CheckpointHook =
  | "experimentStart"
  | "experimentEnd"
  | "groupStart"
  | "groupEnd"
  | "phaseStart"
  | "phaseEnd"
  | "epochStart"
  | "epochEnd"
  | "batchStart"
  | "batchEnd";

/** Where a checkpoint is taken. */
export interface CheckpointPlace {
  readonly hook: CheckpointHook;
  /** Labels of groups and phase. */
  readonly path: readonly string[];
  /** From 0; nothing outside of epochs. */
  readonly epoch?: number;
  /** From 0; nothing outside of batches. */
  readonly batch?: number;
}

/** Where a phase of training stands, and all that it needs to go on. */
export interface PhaseSnapshot {
  /** The epoch and the batch that come next, from 0. */
  readonly epoch: number;
  readonly batch: number;
  /** The point that it has come to: what callbacks have heard of already, they do not hear again. */
  readonly hook: CheckpointHook;
  /** Epochs of the samplers that earlier runs of the phase have used. */
  readonly firstEpoch: number;
  /** The learning rate that a callback has set; `null` when it is that of the optimizers. */
  readonly learningRate: number | null;
  /** The rates that the last step used, by label of the node. */
  readonly rates: Readonly<Record<string, number>>;
  /** Whether the phase was asked to stop, and why. */
  readonly stop: { readonly reason: string | null } | null;
  readonly recorder: RecorderState;
  readonly followers: Readonly<Record<string, CallbackState>>;
}

/** A phase that has ended. */
export interface FinishedPhase {
  /** Labels of groups and phase. */
  readonly path: readonly string[];
  readonly ending: Ending;
  readonly results: PhaseResults;
}

/** All that a run needs to go on. */
export interface RunSnapshot {
  readonly live: LiveState;
  /** Phases of this run that have ended. */
  readonly finished: readonly FinishedPhase[];
  /** Where the phase stands; nothing between phases. */
  readonly phase: PhaseSnapshot | undefined;
  /** What callbacks of the experiment remember, by label. */
  readonly followers: Readonly<Record<string, CallbackState>>;
  /** How far the folder of the results has come, if there is one. */
  readonly results: StoreState | undefined;
}

/**
 * What an experiment needs to go on that does not run.
 *
 * @param live its weights, optimizers and chance
 * @returns the beginning of a run with them
 * @example
 * ```ts
 * import { snapshotOf } from "./checkpointer.ts";
 * import type { LiveState } from "./live.ts";
 * const phases = (live: LiveState) => snapshotOf(live).finished.length; // 0
 * ```
 */
export function snapshotOf(live: LiveState): RunSnapshot {
  return { live, finished: [], phase: undefined, followers: {}, results: undefined };
}

/** Keeps checkpoints of a run. */
export interface Checkpointer {
  /** Whether a checkpoint is wanted there; asked at every point, and must be quick. */
  wants(place: CheckpointPlace): boolean;
  /** Keeps one. */
  save(place: CheckpointPlace, snapshot: RunSnapshot): Promise<void> | void;
}

/**
 * Takes a checkpoint, if anybody wants one.
 *
 * @param checkpointers all who keep some
 * @param at where the run is, and what copies all that it needs to go on: called once, or not at all
 */
export async function takeCheckpoint(
  checkpointers: readonly Checkpointer[],
  { snapshot, ...place }: CheckpointPlace & { readonly snapshot: () => RunSnapshot },
): Promise<void> {
  const wanting = checkpointers.filter((one) => one.wants(place));
  if (wanting.length === 0) return;
  const taken = snapshot();
  for (const one of wanting) await one.save(place, taken);
}
