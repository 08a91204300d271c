/**
 * Everything recorded of a phase, in memory, as it grows.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { ModelGraph } from "../../graph/model_graph.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { AxisSeries } from "./axis_series.ts";
import type { Axes } from "./coordinates.ts";
import { KeptSteps, type StepKeeper, type StepState } from "./kept_steps.ts";
import { lossWeight } from "./loss_weight.ts";
import {
  type ArtifactAxes,
  type CallbackAxes,
  type EpochAxes,
  type KeptStep,
  type LossAxes,
  type LossInfo,
  type MetricAxes,
  type PhaseKind,
  type PhaseSource,
  type PhaseStatus,
  type ResultRecording,
  type StepAxes,
  TRAIN_LOSS,
} from "./phase_source.ts";
import { MetricLogs } from "./metric_logs.ts";
import { LostValue } from "./plain_value.ts";
import { SeriesLog } from "./series_log.ts";

/** What a log is made for. */
export interface PhaseLogOptions {
  readonly label: string;
  readonly kind: PhaseKind;
  readonly losses: readonly RecordedLoss[];
  readonly recording: ResultRecording;
  readonly graph?: ModelGraph | undefined;
  /** FeatureSets that restored steps may be of. */
  readonly data?: readonly FeatureSet[] | undefined;
  /** Keeps samples and outputs; in memory when left out. */
  readonly steps?: StepKeeper | undefined;
  /** Keeps artifacts and what callbacks answered; in memory when left out. */
  readonly values?: ValueKeeper | undefined;
}

/** Keeps values of any kind. */
export interface ValueKeeper {
  /** Keeps a value, and gives what stands for it. */
  keep(kind: "artifact" | "callback", key: ArtifactAxes | CallbackAxes, value: unknown): unknown;
  /** Finds the value that something stands for. */
  read(kept: unknown): unknown;
}

/** What is to be known of a loss. */
export type RecordedLoss = Pick<AppliedLoss, "label" | "on" | "weight" | "needs">;

/** Reads numbers that a log has forgotten, in the order in which they were recorded. */
export interface NumberArchive {
  totals(): AxisSeries<StepAxes, number>;
  losses(node: string): AxisSeries<LossAxes, number>;
  weights(node: string): AxisSeries<LossAxes, number>;
  metrics(): AxisSeries<MetricAxes, number>;
}

/** What was recorded earlier. */
export interface Recorded {
  /** Nothing in training, where they are a metric. */
  readonly totals: AxisSeries<StepAxes, number> | undefined;
  /** By node. */
  readonly losses: ReadonlyMap<string, AxisSeries<LossAxes, number>>;
  readonly weights: ReadonlyMap<string, AxisSeries<LossAxes, number>>;
  readonly metrics: AxisSeries<MetricAxes, number>;
  readonly artifacts: AxisSeries<ArtifactAxes, unknown>;
  readonly callbacks: AxisSeries<CallbackAxes, unknown>;
  readonly steps: readonly StepState[];
  readonly pinned: number | undefined;
  readonly status: PhaseStatus;
  readonly error: string | undefined;
}

/** A step, as the run tells it. */
export interface PhaseStep extends KeptStep {
  /** The weighted sum of all losses. */
  readonly loss: number;
  /** Each loss by its label, weighted. */
  readonly losses: Readonly<Record<string, number>>;
  /** Labels of nodes that the step did not feed: their losses are no losses. */
  readonly inactive?: readonly string[] | undefined;
}

const STEP = ["epoch", "batch"] as const;
const LOSS = ["epoch", "batch", "label"] as const;

/**
 * Everything recorded of a phase.
 *
 * @example
 * ```ts
 * import { PhaseLog } from "./phase_log.ts";
 * const log = new PhaseLog({ label: "fit", kind: "train", losses: [], recording: "none" });
 * log.addMetric("val_loss", 3, { epoch: 0, batch: null });
 * console.log(log.metricNames); // ["train_loss", "val_loss"]
 * ```
 */
export class PhaseLog implements PhaseSource {
  readonly label: string;
  readonly kind: PhaseKind;
  readonly recording: ResultRecording;
  readonly lossInfos: readonly LossInfo[];
  readonly graph: ModelGraph | undefined;
  status: PhaseStatus = "running";
  error: string | undefined;
  readonly #losses: readonly RecordedLoss[];
  readonly #labels: ReadonlySet<string>;
  readonly #totals = new SeriesLog<StepAxes, number>("loss", { axes: STEP, numeric: true });
  readonly #byNode = new Map<string, SeriesLog<LossAxes, number>>();
  readonly #weights = new Map<string, SeriesLog<LossAxes, number>>();
  readonly #metrics = new MetricLogs();
  readonly #artifacts = new SeriesLog<ArtifactAxes, unknown>("artifact", {
    axes: ["name", ...STEP],
    numeric: false,
  });
  readonly #callbacks = new SeriesLog<CallbackAxes, unknown>("result", {
    axes: ["kind", "label", ...STEP, "edge"],
    numeric: false,
  });
  readonly #steps: StepKeeper;
  readonly #values: ValueKeeper;
  #epoch = -1;
  #batch = -1;
  /** Of the batches of the epoch that runs. */
  #sum = 0;
  #count = 0;

  /** @param options what the phase is, and what is kept of it */
  constructor({ label, kind, losses, recording, graph, ...keep }: PhaseLogOptions) {
    this.label = label;
    this.kind = kind;
    this.recording = recording;
    this.graph = graph;
    this.#steps = keep.steps ?? new KeptSteps(recording, keep.data);
    this.#values = keep.values ?? IN_MEMORY;
    this.#losses = losses;
    this.#labels = new Set(losses.map(({ label }) => label));
    this.lossInfos = losses.map(({ label, on, weight }) => ({ label, node: on, weight }));
    for (const { on } of losses) {
      this.#byNode.set(on, new SeriesLog("loss", { axes: LOSS, numeric: true }));
      this.#weights.set(on, new SeriesLog("weight", { axes: LOSS, numeric: true }));
    }
    if (kind === "train") this.#metrics.begin(TRAIN_LOSS);
  }

  get notices(): readonly string[] {
    return [...lostNotices("artifact", this.artifacts), ...lostNotices("callback", this.callbacks)];
  }

  get totals(): AxisSeries<StepAxes, number> {
    if (this.kind !== "train") return this.#totals.series;
    // Nothing else has no batch.
    return this.metric(TRAIN_LOSS).where({ batch: (batch) => batch !== null })
      .named("loss") as AxisSeries<StepAxes, number>;
  }

  get metricNames(): readonly string[] {
    return this.#metrics.names;
  }

  get metrics(): AxisSeries<MetricAxes, number> {
    return this.#metrics.all;
  }

  get artifacts(): AxisSeries<ArtifactAxes, unknown> {
    return this.#artifacts.seriesOf((kept) => this.#values.read(kept));
  }

  get callbacks(): AxisSeries<CallbackAxes, unknown> {
    return this.#callbacks.seriesOf((kept) => this.#values.read(kept));
  }

  get steps(): readonly KeptStep[] {
    return this.#steps.all;
  }

  losses(node: string): AxisSeries<LossAxes, number> {
    return this.#ofNode(this.#byNode, node).series;
  }

  lossWeights(node: string): AxisSeries<LossAxes, number> {
    return this.#ofNode(this.#weights, node).series;
  }

  metric(name: string): AxisSeries<EpochAxes, number> {
    return this.#metrics.named(name);
  }

  /**
   * Adds a step. Costs less than 3 µs while no samples are kept.
   *
   * @param step losses, samples and outputs of a batch
   * @throws RangeError when it does not come after the one before, or has a loss of no loss
   */
  addStep(step: PhaseStep): void {
    const { epoch, batch, loss, losses, inactive } = step;
    if (!(epoch > this.#epoch || (epoch === this.#epoch && batch > this.#batch))) {
      throw new RangeError(
        `Cannot record batch ${batch} of epoch ${epoch} after batch ${this.#batch} of epoch ` +
          `${this.#epoch} of phase "${this.label}": steps go forward`,
      );
    }
    this.#checkLosses(losses);
    if (epoch !== this.#epoch) [this.#sum, this.#count] = [0, 0];
    [this.#epoch, this.#batch] = [epoch, batch];
    this.#sum += loss;
    this.#count++;
    if (this.kind === "train") this.#metrics.add(TRAIN_LOSS, loss, { epoch, batch });
    else this.#totals.add({ epoch, batch }, loss);
    this.#addLosses(step, { losses, inactive });
    this.#steps.add(step);
  }

  /**
   * Ends an epoch: writes the mean of its batches as the `train_loss` of the epoch.
   *
   * @param epoch the one that ran
   */
  endEpoch(epoch: number): void {
    if (epoch !== this.#epoch || this.#count === 0) return;
    if (this.kind === "train") {
      this.#metrics.add(TRAIN_LOSS, this.#sum / this.#count, { epoch, batch: null });
    }
    this.#count = 0;
  }

  /**
   * Adds a value of a metric.
   *
   * @param name of the metric
   * @param value a number
   * @param place epoch, and batch or `null` for the whole epoch
   * @throws RangeError when the metric has a value there
   */
  addMetric(name: string, value: number, { epoch, batch }: EpochAxes): void {
    if (typeof value !== "number") {
      throw new TypeError(`Cannot record ${String(value)} as the metric "${name}": give a number`);
    }
    if (name === TRAIN_LOSS && this.kind === "train") {
      throw new RangeError(
        `Cannot record the metric "${TRAIN_LOSS}": every training phase writes it; name another`,
      );
    }
    const place = { epoch, batch };
    if (this.#metrics.has(name, place)) throw clash("metric", name, place);
    this.#metrics.add(name, value, place);
  }

  /**
   * Adds an artifact.
   *
   * @param name of the artifact
   * @param value anything
   * @param place epoch, and batch or `null` for the whole epoch
   * @throws RangeError when an artifact of that name is there
   */
  addArtifact(name: string, value: unknown, { epoch, batch }: EpochAxes): void {
    const key = { name, epoch, batch };
    if (this.artifacts.where(key).length > 0) throw clash("artifact", name, key);
    this.#artifacts.add(key, this.#values.keep("artifact", key, value));
  }

  /** Adds what a callback answered. */
  addCallback(key: CallbackAxes, result: unknown): void {
    this.#callbacks.add(key, this.#values.keep("callback", key, result));
  }

  /** The epoch whose steps are kept besides the newest ones. */
  get pinned(): number | undefined {
    return this.#steps.pinned;
  }

  /** How many numbers of its longest series are in memory. */
  get held(): number {
    return Math.max(this.#metrics.held, ...[...this.#byNode.values()].map(({ held }) => held));
  }

  /**
   * Forgets losses and metrics before an epoch, which are kept elsewhere.
   *
   * @param epoch the first that stays in memory
   * @param archive reads what is forgotten when it is asked for
   */
  release(epoch: number, archive: NumberArchive): void {
    const before = { axis: "epoch", coordinate: epoch } as const;
    this.#metrics.release(epoch, () => archive.metrics());
    this.#totals.release(before, () => archive.totals());
    for (const [node, log] of this.#byNode) log.release(before, () => archive.losses(node));
    for (const [node, log] of this.#weights) log.release(before, () => archive.weights(node));
  }

  /** Takes what was recorded earlier, before anything else is. */
  restore(recorded: Recorded): void {
    const { totals, metrics, status, error } = recorded;
    if (totals !== undefined && this.kind !== "train") this.#totals.restore(totals);
    this.#metrics.restore(metrics);
    for (const [node, losses] of recorded.losses) this.#byNode.get(node)?.restore(losses);
    for (const [node, weights] of recorded.weights) this.#weights.get(node)?.restore(weights);
    this.#artifacts.restore(recorded.artifacts);
    this.#callbacks.restore(recorded.callbacks);
    this.#steps.restore(recorded.steps, recorded.pinned);
    this.#goOn(this.totals);
    [this.status, this.error] = [status, error];
  }

  /** Where the last step stood, and what the mean of its epoch is made of. */
  #goOn(totals: AxisSeries<StepAxes, number>): void {
    const last = totals.length === 0 ? undefined : totals.items(totals.length - 1)[0]?.[0];
    if (last === undefined) return;
    [this.#epoch, this.#batch] = [last.epoch, last.batch];
    const values = totals.select({ epoch: last.epoch });
    const isEnded = this.kind === "train" &&
      this.metric(TRAIN_LOSS).get({ epoch: last.epoch, batch: null }) !== undefined;
    this.#count = isEnded ? 0 : values.length;
    this.#sum = values.reduce((sum, value) => sum + value, 0);
  }

  /** Keeps what was recorded of an epoch, when only the newest one is kept, until another is. */
  keepEpoch(epoch: number): void {
    this.#steps.pin(epoch);
  }

  #addLosses(
    { epoch, batch, samples }: PhaseStep,
    { losses, inactive }: Pick<PhaseStep, "losses" | "inactive">,
  ): void {
    for (const loss of this.#losses) {
      const { label, on } = loss;
      const value = losses[label];
      if (value === undefined || inactive?.includes(on)) continue;
      const key = { epoch, batch, label };
      this.#byNode.get(on)?.add(key, value);
      if (this.kind === "train") continue;
      this.#weights.get(on)?.add(key, lossWeight(loss, samples, this));
    }
  }

  #checkLosses(losses: PhaseStep["losses"]): void {
    for (const label in losses) {
      if (this.#labels.has(label)) continue;
      throw new UnknownNameError("loss", label, { known: [...this.#labels] });
    }
  }

  #ofNode(
    logs: ReadonlyMap<string, SeriesLog<LossAxes, number>>,
    node: string,
  ): SeriesLog<LossAxes, number> {
    const found = logs.get(node);
    if (found !== undefined) return found;
    throw new UnknownNameError("node with a loss", node, { known: [...logs.keys()] });
  }
}

const IN_MEMORY: ValueKeeper = {
  keep: (_kind, _key, value) => value,
  read: (kept) => kept,
};

function lostNotices<A extends Axes>(
  kind: string,
  series: AxisSeries<A, unknown>,
): readonly string[] {
  return series.items().flatMap(([key, value]) => {
    if (!(value instanceof LostValue)) return [];
    const at = Object.entries(key).map(([axis, at]) => `${axis} ${JSON.stringify(at)}`).join(", ");
    return [`What the ${kind} at ${at} held was no plain data (${value.what}) and was not kept`];
  });
}

function clash(kind: string, name: string, { epoch, batch }: EpochAxes): RangeError {
  const at = batch === null ? `epoch ${epoch}` : `epoch ${epoch}, batch ${batch}`;
  return new RangeError(
    `Cannot record the ${kind} "${name}" at ${at}: it has one there; record it once, or name another`,
  );
}
