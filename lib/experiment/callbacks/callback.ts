/**
 * What follows a run and may steer it: hooks at every point of it.
 *
 * A callback is a value with options. Each run of a phase (of an experiment, for callbacks of
 * experiments) starts it anew, so that no run sees what another one left behind.
 *
 * @module
 */

import type { Configurable } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { Registry } from "../../core/registry.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { CallbackReturn } from "./callback_result.ts";
import type {
  BatchMoment,
  EpochMoment,
  ExceptionMoment,
  GroupMoment,
  PhaseMoment,
  RunMoment,
  TrainingState,
} from "./moments.ts";

/** What a hook may give back, at once or later. */
export type HookReturn = CallbackReturn | Promise<CallbackReturn>;

/** Hooks, called in the order in which they are listed here. */
export interface Hooks {
  /** Before anything else; callbacks of experiments only. */
  onExperimentStart?(moment: RunMoment): HookReturn;
  /** Before a group that is not the whole plan; callbacks of experiments only. */
  onGroupStart?(moment: GroupMoment): HookReturn;
  /** Before the first epoch. */
  onPhaseStart?(moment: PhaseMoment): HookReturn;
  /** Before the first batch of an epoch. */
  onEpochStart?(moment: EpochMoment): HookReturn;
  /** Before a batch. */
  onBatchStart?(moment: BatchMoment): HookReturn;
  /** After a batch, whose losses are in `moment.step`. */
  onBatchEnd?(moment: BatchMoment): HookReturn;
  /** After the last batch of an epoch. */
  onEpochEnd?(moment: EpochMoment): HookReturn;
  /** After the last epoch, also when the phase was stopped; not when it failed. */
  onPhaseEnd?(moment: PhaseMoment): HookReturn;
  /** After a group. */
  onGroupEnd?(moment: GroupMoment): HookReturn;
  /** After everything. */
  onExperimentEnd?(moment: RunMoment): HookReturn;
  /** When something threw; the error is thrown on afterwards. */
  onException?(moment: ExceptionMoment): HookReturn;
}

/** Names of all hooks. */
export const HOOKS: readonly (keyof Hooks)[] = [
  "onExperimentStart",
  "onGroupStart",
  "onPhaseStart",
  "onEpochStart",
  "onBatchStart",
  "onBatchEnd",
  "onEpochEnd",
  "onPhaseEnd",
  "onGroupEnd",
  "onExperimentEnd",
  "onException",
];

/** What a callback will ask of a run, and hand in. */
export interface CallbackUses {
  /** Phases of evaluation that it runs, and nodes whose outputs it reads then. */
  readonly evaluations?: readonly {
    readonly phase: EvalPhase;
    readonly outputs: readonly string[];
  }[];
  /** Names of the metrics that it hands in; nobody else may hand in the same. */
  readonly metrics?: readonly string[];
  /** Names of the metrics without which it means nothing. */
  readonly watches?: readonly string[];
}

/** What a callback remembers in the middle of a run. */
export interface CallbackState {
  readonly values: JsonObject;
  /** Weights that it keeps, such as the best ones so far. */
  readonly kept?: TrainingState;
}

/** A callback in one run. */
export interface CallbackRun extends Hooks {
  /** What it remembers, for checkpoints; nothing when left out. */
  getState?(): CallbackState;
  /** Goes on where another run of an equal callback was. */
  setState?(state: CallbackState): void;
}

/** Follows a run and may steer it. */
export interface Callback extends Configurable {
  /** What to call it in results; unique among those of a phase. */
  readonly label: string;
  /** Callbacks run from the least to the greatest; those of one order as they were given. */
  readonly order: number;
  /** @returns one that has seen nothing yet */
  start(): CallbackRun;
  /**
   * Names what it will ask of a run, so that a plan without it is refused before anything runs. Nobody
   * knows what a callback without it does.
   *
   * @returns phases and metrics
   */
  uses?(): CallbackUses;
}

/** Makers of callbacks by name; register yours here so that experiments with it can be saved. */
export const callbacks: Registry<(config: JsonObject) => Callback> = new Registry("callback");
