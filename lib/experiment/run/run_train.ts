/**
 * THE WALK of a phase of training: epochs of batches, each read, stepped, recorded and followed.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { Trainer } from "../../training/trainer.ts";
import type { StepResult, TrainerOptions } from "../../training/trainer_options.ts";
import type {
  BatchMoment,
  EpochMoment,
  ExceptionMoment,
  PhaseMoment,
  TrainingControls,
} from "../callbacks/moments.ts";
import {
  type BoundInput,
  boundInput,
  countSteps,
  scheduledSteps,
} from "../phases/batch_schedule.ts";
import type { TrainPhase } from "../phases/train_phase.ts";
import type { PhaseStep } from "../results/phase_log.ts";
import { TRAIN_LOSS } from "../results/phase_source.ts";
import type { PhaseRecorder } from "../results/phase_recorder.ts";
import type { TrainResults } from "../results/train_results.ts";
import {
  type CheckpointHook,
  type PhaseSnapshot,
  type RunSnapshot,
  takeCheckpoint,
} from "./checkpointer.ts";
import { Followers, type HookPlace, type Keeper } from "./followers.ts";
import { asNewPhase } from "./live.ts";
import { recorderOf } from "./phase_recording.ts";
import { computeOptions, type PhaseScope, runMoment } from "./scope.ts";
import { type Ending, endingOf, StopRequest } from "./status.ts";

/** A phase that has ended. */
export interface PhaseOutcome<R> extends Ending {
  /** All of it, or what there was until it threw. */
  readonly results: R;
  /** Where it failed, as far as that is known. */
  readonly at?: { readonly epoch: number; readonly batch: number };
}

/**
 * Runs a phase of training.
 *
 * @param scope the phase, and the run that it is a part of
 * @param from where a run that was broken off goes on
 * @returns its results, and how it ended
 */
export async function runTrainPhase(
  scope: PhaseScope<TrainPhase>,
  from?: PhaseSnapshot,
): Promise<PhaseOutcome<TrainResults>> {
  const run = new TrainRun(scope, from);
  try {
    await run.begin();
    await run.epochs();
    await run.end();
    return run.outcome(
      run.stopped ? { status: "stopped", reason: run.reason } : {
        status: "completed",
      },
    );
  } catch (error) {
    const ending = endingOf(error, scope.signal);
    return run.outcome(ending.status === "failed" ? await run.failed(error) : ending);
  } finally {
    run[Symbol.dispose]();
  }
}

/** One run of a phase of training. */
class TrainRun implements Disposable {
  readonly #scope: PhaseScope<TrainPhase>;
  readonly #inputs: readonly BoundInput[];
  readonly #steps: number;
  readonly #trainer: Trainer;
  readonly #recorder: PhaseRecorder<"train">;
  readonly #followers: Followers;
  readonly #stop = new StopRequest();
  readonly #firstEpoch: number;
  readonly #controls: TrainingControls;
  readonly #moment: (label: string) => PhaseMoment;
  #epoch: number;
  #batch: number;
  /** The point at which the run was broken off, until it has gone on from there. */
  #heard: CheckpointHook | undefined;
  #rate: number | undefined;
  #rates: Readonly<Record<string, number>> = {};

  constructor(scope: PhaseScope<TrainPhase>, from: PhaseSnapshot | undefined) {
    const { phase, live, path } = scope;
    this.#scope = scope;
    this.#inputs = phase.inputSources.map((binding) => boundInput(binding, scope.data));
    const { steps, dropped } = countSteps(this.#inputs, phase.batchSchedule);
    this.#steps = steps;
    for (const [sets, count] of Object.entries(dropped)) {
      scope.progress?.notice?.(
        `"${phase.label}" drops ${count} ${
          count === 1 ? "batch" : "batches"
        } of ${sets} in every ` +
          "epoch: another binding has fewer",
      );
    }
    const count = live.count(path);
    this.#firstEpoch = from?.firstEpoch ?? count.epochs;
    const seeds = scope.seeds.split("training").split(path.join("/")).split(count.runs);
    this.#trainer = new Trainer(live.graph, { ...trainerOptions(scope), seeds });
    if (live.training) {
      this.#trainer.setState(from ? live.training : asNewPhase(live.training));
    }
    this.#recorder = recorderOf(scope, { kind: "train", recording: phase.resultRecording });
    this.#followers = new Followers(phase.callbacks);
    [this.#epoch, this.#batch, this.#heard] = [from?.epoch ?? 0, from?.batch ?? 0, from?.hook];
    if (from) this.#goOn(from);
    this.#controls = this.#makeControls();
    this.#moment = (callback) => ({
      ...runMoment(scope, callback),
      phase,
      path: path.slice(0, -1),
      results: this.#recorder.results,
      training: this.#controls,
    });
  }

  /** Whether somebody asked to stop. */
  get stopped(): boolean {
    return this.#stop.isMade || this.#scope.stop.isMade;
  }

  /** Why. */
  get reason(): string | undefined {
    return this.#stop.reason ?? this.#scope.stop.reason;
  }

  async begin(): Promise<void> {
    const { phase, path, progress } = this.#scope;
    progress?.phase?.({ path, kind: "train", epochs: phase.epochs, steps: this.#steps });
    if (this.#heard !== undefined) return;
    await this.#call("onPhaseStart", this.#moment, { epoch: -1, batch: null });
    await this.#checkpoint("phaseStart");
  }

  async epochs(): Promise<void> {
    while (this.#epoch < this.#scope.phase.epochs && !this.stopped) await this.#runEpoch();
  }

  async end(): Promise<void> {
    const epoch = Math.max(0, this.#epoch - 1);
    await this.#call("onPhaseEnd", this.#moment, { epoch, batch: null });
  }

  /** Tells the callbacks of the phase; those of the experiment are told by the walk of the run. */
  async failed(error: unknown): Promise<Ending> {
    const [epoch, batch] = [this.#epoch, this.#batch];
    const moment = (label: string): ExceptionMoment => ({
      ...this.#moment(label),
      error,
      epoch,
      batch,
    });
    const place = { epoch, batch };
    try {
      await this.#followers.call("onException", moment, { place, keeper: this.#keeper });
      return { status: "failed", error };
    } catch (second) {
      const message = "The run failed, and so did a callback that was told";
      return { status: "failed", error: new AggregateError([error, second], message) };
    }
  }

  outcome(ending: Ending): PhaseOutcome<TrainResults> {
    const { live, path } = this.#scope;
    live.gathered(this.#trainer.getState());
    live.counted(path, this.#epoch + (this.#batch > 0 ? 1 : 0));
    const at = { epoch: this.#epoch, batch: this.#batch };
    return { ...ending, results: this.#recorder.finish(ending), at };
  }

  [Symbol.dispose](): void {
    this.#trainer[Symbol.dispose]();
  }

  async #runEpoch(): Promise<void> {
    const epoch = this.#epoch;
    const place = { epoch, batch: null };
    const moment = (label: string): EpochMoment => ({ ...this.#moment(label), epoch });
    if (!this.#hasHeard("epochStart", "batchStart", "batchEnd")) {
      await this.#call("onEpochStart", moment, place);
      await this.#checkpoint("epochStart");
    }
    await this.#runBatches();
    this.#recorder.endEpoch(epoch);
    this.#tellMean(epoch);
    await this.#call("onEpochEnd", moment, place);
    [this.#epoch, this.#batch] = [epoch + 1, 0];
    await this.#checkpoint("epochEnd", epoch);
  }

  async #runBatches(): Promise<void> {
    const { phase, signal, progress, checkpointers } = this.#scope;
    // Steps are many: what nobody waits for is not awaited.
    const isKept = checkpointers.length > 0;
    const starts = this.#has("onBatchStart");
    const ends = this.#has("onBatchEnd");
    const epoch = this.#epoch;
    const place = { schedule: phase.batchSchedule, epoch: this.#firstEpoch + epoch };
    for (const samples of scheduledSteps(this.#inputs, { ...place, from: this.#batch })) {
      signal.throwIfAborted();
      if (!this.#hasHeard("batchStart")) {
        if (starts) await this.#callBatch("onBatchStart");
        if (isKept) await this.#checkpoint("batchStart");
      }
      this.#heard = undefined;
      const step = await this.#trainer.step(samples, this.#settings());
      this.#record(samples, step);
      progress?.step?.({ epoch, batch: this.#batch, loss: step.loss });
      if (ends) await this.#callBatch("onBatchEnd", step);
      this.#batch++;
      if (isKept) await this.#checkpoint("batchEnd");
    }
    this.#heard = undefined;
    signal.throwIfAborted();
  }

  #record(samples: SamplesBySet, step: StepResult): void {
    const { loss, losses } = step;
    this.#rates = step.rates;
    this.#recorder.step({
      epoch: this.#epoch,
      batch: this.#batch,
      samples,
      loss,
      losses,
      outputs: portsOf(step.outputs),
    });
  }

  /** Metrics that callbacks hand in are recorded, and shown. */
  get #keeper(): Keeper {
    const [recorder, { progress }] = [this.#recorder, this.#scope];
    return {
      callback: (entry) => recorder.callback(entry),
      artifact: (name, value, at) => recorder.artifact(name, value, at),
      metric: (name, value, at) => {
        recorder.metric(name, value, at);
        progress?.metric?.(name, value);
      },
    };
  }

  #tellMean(epoch: number): void {
    const { progress } = this.#scope;
    if (!progress?.metric) return;
    const mean = this.#recorder.results.metric(TRAIN_LOSS).get({ epoch, batch: null });
    if (mean !== undefined) progress.metric(TRAIN_LOSS, mean);
  }

  #settings(): { readonly learningRate?: number } {
    return this.#rate === undefined ? {} : { learningRate: this.#rate };
  }

  #makeControls(): TrainingControls {
    // Getters below need this run, and have one of their own.
    // deno-lint-ignore no-this-alias
    const run = this;
    return {
      stop: (reason) => this.#stop.make(reason),
      get rates() {
        return run.#rates;
      },
      setLearningRate: (rate) => {
        this.#rate = rate;
      },
      observe: (value) => this.#trainer.observe(value),
      keepEpoch: (epoch) => this.#recorder.keepEpoch(epoch),
      getState: () => {
        const training = this.#trainer.getState();
        return { graph: this.#scope.live.graph.getState(), training };
      },
      setState: ({ graph, training }) => {
        this.#trainer.store();
        this.#scope.live.graph.setState(graph);
        this.#trainer.load();
        if (training) this.#trainer.setState(training);
      },
    };
  }

  #has(hook: "onBatchStart" | "onBatchEnd"): boolean {
    return this.#followers.has(hook) || this.#scope.followers.has(hook);
  }

  async #callBatch(hook: "onBatchStart" | "onBatchEnd", step?: StepResult): Promise<void> {
    const place = { epoch: this.#epoch, batch: this.#batch };
    const moment = (label: string): BatchMoment => ({ ...this.#moment(label), ...place, step });
    await this.#call(hook, moment, place);
  }

  /** Callbacks of the phase come before those of the experiment. */
  async #call(
    hook:
      | "onPhaseStart"
      | "onPhaseEnd"
      | "onEpochStart"
      | "onEpochEnd"
      | "onBatchStart"
      | "onBatchEnd",
    moment: (label: string) => PhaseMoment,
    place: HookPlace,
  ): Promise<void> {
    const told = moment as (label: string) => BatchMoment;
    await this.#followers.call(hook, told, { place, keeper: this.#keeper });
    await this.#scope.followers.call(hook, told, { place, keeper: this.#keeper });
  }

  async #checkpoint(hook: CheckpointHook, epoch = this.#epoch): Promise<void> {
    const { checkpointers, path } = this.#scope;
    if (checkpointers.length === 0) return;
    await takeCheckpoint(checkpointers, {
      hook,
      path,
      epoch,
      batch: this.#batch,
      snapshot: () => this.#snapshot(hook),
    });
  }

  /** Whether callbacks have heard of a point before the run was broken off. */
  #hasHeard(...hooks: readonly CheckpointHook[]): boolean {
    return this.#heard !== undefined && hooks.includes(this.#heard);
  }

  #goOn({ recorder, followers, rates, learningRate, stop }: PhaseSnapshot): void {
    this.#recorder.setState(recorder);
    this.#followers.setState(followers);
    this.#rates = rates;
    this.#rate = learningRate ?? undefined;
    if (stop) this.#stop.make(stop.reason ?? undefined);
  }

  #snapshot(hook: CheckpointHook): RunSnapshot {
    const { live, finished, followers, results } = this.#scope;
    live.gathered(this.#trainer.getState());
    // What is recorded is written into the folder of the results before that says how far it has come.
    const recorder = this.#recorder.getState();
    return {
      live: live.getState(),
      finished: [...finished],
      phase: {
        epoch: this.#epoch,
        batch: this.#batch,
        hook,
        firstEpoch: this.#firstEpoch,
        learningRate: this.#rate ?? null,
        rates: this.#rates,
        stop: this.#stop.isMade ? { reason: this.#stop.reason ?? null } : null,
        recorder,
        followers: this.#followers.getState(),
      },
      followers: followers.getState(),
      results: results?.getState(),
    };
  }
}

/** Outputs of nodes by port; nothing when none are told. */
function portsOf(outputs: StepResult["outputs"]): PhaseStep["outputs"] {
  const nodes = Object.keys(outputs);
  if (nodes.length === 0) return undefined;
  return Object.fromEntries(nodes.map((node) => [node, { output: outputs[node] as HostTensor }]));
}

function trainerOptions(scope: PhaseScope<TrainPhase>): TrainerOptions {
  const { phase, live } = scope;
  const { losses, activeNodes, recordNodes, resultRecording, moves } = phase;
  const tell = resultRecording === "none" ? [] : recordNodes ?? live.graph.graph.tails;
  return {
    ...computeOptions(scope),
    ...moves,
    losses,
    tell,
    ...(activeNodes && { activeNodes }),
  };
}
