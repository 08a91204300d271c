/**
 * What a running phase writes into.
 *
 * @module
 */

import type { ModelGraph } from "../../graph/model_graph.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { EvalResults } from "./eval_results.ts";
import type { FitResults } from "./fit_results.ts";
import { PhaseLog, type PhaseStep, type Recorded } from "./phase_log.ts";
import type {
  CallbackAxes,
  EpochAxes,
  PhaseKind,
  PhaseStatus,
  ResultRecording,
} from "./phase_source.ts";
import {
  type PhaseState,
  restoreLog,
  type ResultContext,
  resultsFrom,
  stateOfPhase,
} from "./phase_state.ts";
import type { FolderState, PhaseFolder } from "./store/phase_folder.ts";
import type { ResultsStore } from "./store/results_store.ts";
import type { TrainResults } from "./train_results.ts";

/** What results a kind of phase has. */
export interface ResultsByKind<L extends string = string> {
  readonly train: TrainResults<L>;
  readonly eval: EvalResults<L>;
  readonly fit: FitResults<L>;
}

/** What is recorded of a phase. */
export interface RecorderOptions<K extends PhaseKind, L extends string = string> {
  /** The label of the phase. */
  readonly label: string;
  /** What it does. */
  readonly kind: K;
  /** Losses whose values are recorded, of every batch. */
  readonly losses: readonly AppliedLoss<L>[];
  /** Which samples and outputs are kept. Default `all`. */
  readonly recording?: ResultRecording;
  /** What tells where the samples of a node come from; needed when there are several FeatureSets. */
  readonly graph?: ModelGraph<L>;
  /** FeatureSets of the samples, which are needed to read those recorded before `setState`. */
  readonly data?: readonly FeatureSet[];
  /** The folder that results are written into while the phase runs; they stay in memory without. */
  readonly store?: ResultsStore | undefined;
}

/** What a recorder has recorded: all of it, or where it lies in the folder of a store. */
export type RecorderState = PhaseState | FolderState;

/** What a callback answered, and where. */
export interface CallbackRecord extends CallbackAxes {
  readonly result: unknown;
}

/** How a phase ended. */
export interface PhaseEnd {
  readonly status: Exclude<PhaseStatus, "running">;
  /** What stopped it, when it failed. */
  readonly error?: unknown;
}

/**
 * Records a phase while it runs.
 *
 * @example
 * ```ts
 * import { AppliedLoss } from "../../training/applied_loss.ts";
 * import { PhaseRecorder } from "./phase_recorder.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const recorder = new PhaseRecorder({ label: "fit", kind: "train", losses, recording: "none" });
 * recorder.step({ epoch: 0, batch: 0, samples: {}, loss: 2, losses: { mse: 2 }, outputs: undefined });
 * recorder.endEpoch(0);
 * const results = recorder.finish({ status: "completed" });
 * results.losses("Head").one(); // 2
 * ```
 */
export class PhaseRecorder<K extends PhaseKind = PhaseKind, L extends string = string> {
  /** What has been recorded so far; each query reads anew. */
  readonly results: ResultsByKind<L>[K];
  readonly #log: PhaseLog;
  readonly #context: ResultContext;

  readonly #folder: PhaseFolder | undefined;

  /** @param options what the phase is, and what is kept of it */
  constructor(options: RecorderOptions<K, L>) {
    const { label, kind, losses, recording = "all", graph, data, store } = options;
    this.#context = { graph, data };
    const lossInfos = losses.map(({ label, on, weight }) => ({ label, node: on, weight }));
    this.#folder = store?.phase({ label, kind, recording, lossInfos }, this.#context);
    const { steps, values } = this.#folder ?? {};
    this.#log = new PhaseLog({ label, kind, losses, recording, graph, data, steps, values });
    this.results = resultsFrom(this.#log) as ResultsByKind<L>[PhaseKind] as ResultsByKind<L>[K];
  }

  /**
   * Records a step.
   *
   * @param step losses of a batch, and the samples and outputs that may be kept; outputs belong to
   *   the recorder from now on
   * @throws RangeError when it does not come after the one before
   */
  step(step: PhaseStep): void {
    this.#log.addStep(step);
    this.#folder?.stepped(this.#log);
  }

  /**
   * Records a number.
   *
   * @param name of the metric
   * @param value a number
   * @param place its epoch, and its batch, or `null` for the whole epoch
   * @throws RangeError when the metric has a value there
   */
  metric(name: string, value: number, place: EpochAxes): void {
    this.#log.addMetric(name, value, place);
  }

  /**
   * Records any value.
   *
   * @param name of the artifact
   * @param value plain data and typed arrays, if it is to be saved
   * @param place its epoch, and its batch, or `null` for the whole epoch
   * @throws RangeError when there is an artifact of that name
   */
  artifact(name: string, value: unknown, place: EpochAxes): void {
    this.#log.addArtifact(name, value, place);
  }

  /** Records what a callback answered, and where. */
  callback({ kind, label, epoch, batch, edge, result }: CallbackRecord): void {
    this.#log.addCallback({ kind, label, epoch, batch, edge }, result);
  }

  /**
   * Keeps samples and outputs of an epoch when only those of the newest are kept, such as of the best
   * one, until another is kept.
   */
  keepEpoch(epoch: number): void {
    this.#log.keepEpoch(epoch);
  }

  /** Ends an epoch: the mean of its batches becomes the `train_loss` of the epoch. */
  endEpoch(epoch: number): void {
    this.#log.endEpoch(epoch);
    this.#folder?.endedEpoch(this.#log, epoch);
  }

  /**
   * Ends the recording.
   *
   * @param end how the phase ended
   * @returns the results
   */
  finish({ status, error }: PhaseEnd): ResultsByKind<L>[K] {
    this.#log.status = status;
    this.#log.error = error === undefined ? undefined : String(error);
    this.#folder?.end(this.#log);
    return this.results;
  }

  /**
   * Copies what was recorded; outputs are not copied, since nobody changes them. With a store it is
   * written there, and the state says where it lies.
   */
  getState(): RecorderState {
    if (this.#folder !== undefined) return this.#folder.getState(this.#log);
    return stateOfPhase(this.#log, this.#log.pinned);
  }

  /**
   * Goes on with what another recorder had recorded, before anything else is.
   *
   * @param state what `getState()` of a recorder of the same phase gave
   * @throws RangeError for the state of another phase or version, or after something was recorded
   */
  setState(state: RecorderState): void {
    if ("folder" in state) return this.#log.restore(this.#reopen(state));
    restoreLog(this.#log, { ...state, status: "running", error: null }, {
      context: this.#context,
    });
  }

  #reopen(state: FolderState): Recorded {
    if (this.#folder !== undefined) return this.#folder.reopen(state);
    throw new RangeError(
      `Cannot go on with results of "${this.results.label}": they lie in the folder ` +
        `${state.folder} of a store; give that store`,
    );
  }
}
