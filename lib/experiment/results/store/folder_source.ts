/**
 * Results of a phase that lie in a folder, loaded when something is asked of them.
 *
 * @module
 */

import type { AxisSeries } from "../axis_series.ts";
import type { PhaseLog } from "../phase_log.ts";
import type {
  ArtifactAxes,
  CallbackAxes,
  EpochAxes,
  KeptStep,
  LossAxes,
  LossInfo,
  MetricAxes,
  PhaseKind,
  PhaseSource,
  PhaseStatus,
  ResultRecording,
  StepAxes,
} from "../phase_source.ts";
import type { PhaseInfo } from "./phase_workshop.ts";

/** What a folder holds, and what was left out of it. */
export interface LoadedPhase {
  readonly log: PhaseLog;
  readonly notices: readonly string[];
}

/**
 * Results of a phase that lie in a folder.
 *
 * @example
 * ```ts
 * import { FolderSource, type LoadedPhase } from "./folder_source.ts";
 * import type { PhaseInfo } from "./phase_workshop.ts";
 * const source = (info: PhaseInfo, load: () => LoadedPhase) => new FolderSource(info, load);
 * ```
 */
export class FolderSource implements PhaseSource {
  readonly label: string;
  readonly kind: PhaseKind;
  readonly recording: ResultRecording;
  readonly lossInfos: readonly LossInfo[];
  readonly #load: () => LoadedPhase;
  #loaded: LoadedPhase | undefined;

  /**
   * @param info what is known before anything is loaded
   * @param load loads the rest
   */
  constructor({ label, kind, recording, lossInfos }: PhaseInfo, load: () => LoadedPhase) {
    this.label = label;
    this.kind = kind;
    this.recording = recording;
    this.lossInfos = lossInfos;
    this.#load = load;
  }

  get status(): PhaseStatus {
    return this.#log.status;
  }

  get error(): string | undefined {
    return this.#log.error;
  }

  get graph(): PhaseSource["graph"] {
    return this.#log.graph;
  }

  get notices(): readonly string[] {
    const { log, notices } = this.#all;
    return [...notices, ...log.notices];
  }

  get totals(): AxisSeries<StepAxes, number> {
    return this.#log.totals;
  }

  get metricNames(): readonly string[] {
    return this.#log.metricNames;
  }

  get metrics(): AxisSeries<MetricAxes, number> {
    return this.#log.metrics;
  }

  get artifacts(): AxisSeries<ArtifactAxes, unknown> {
    return this.#log.artifacts;
  }

  get callbacks(): AxisSeries<CallbackAxes, unknown> {
    return this.#log.callbacks;
  }

  get steps(): readonly KeptStep[] {
    return this.#log.steps;
  }

  losses(node: string): AxisSeries<LossAxes, number> {
    return this.#log.losses(node);
  }

  lossWeights(node: string): AxisSeries<LossAxes, number> {
    return this.#log.lossWeights(node);
  }

  metric(name: string): AxisSeries<EpochAxes, number> {
    return this.#log.metric(name);
  }

  get #log(): PhaseLog {
    return this.#all.log;
  }

  get #all(): LoadedPhase {
    return this.#loaded ??= this.#load();
  }
}
