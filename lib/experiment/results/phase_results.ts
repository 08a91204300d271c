/**
 * What a phase has given, whatever its kind: losses, metrics, artifacts, answers of callbacks, and
 * the samples and outputs that were kept.
 *
 * @module
 */

import { showAs } from "../../core/show_as.ts";
import type { FeatureSetView } from "../../data/feature_set_view.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import { AxisSeries } from "./axis_series.ts";
import { EntryError } from "./entry_error.ts";
import { readNode, samplesOf, type TagData, type TensorQuery } from "./node_tensors.ts";
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
  StepAxes,
} from "./phase_source.ts";
import { viewOf } from "./recorded_samples.ts";
import { columnOf } from "./coordinates.ts";
import { displayResults, summaryOf } from "./results_display.ts";
import { LazyValues } from "./series_values.ts";

/** Which samples. */
export interface SamplesQuery {
  /** Role of the samples, when there are several. */
  readonly role?: string;
}

/**
 * What a phase has given. While it runs, each query reads what is there by then.
 *
 * @example
 * ```ts
 * import type { PhaseResults } from "./phase_results.ts";
 * const best = (results: PhaseResults) =>
 *   results.metric("val_loss").where({ batch: null }).collapse("epoch", "min").one();
 * ```
 */
export abstract class PhaseResults<L extends string = string> {
  /** What the phase does. */
  abstract readonly kind: PhaseKind;
  /** What all queries read. */
  readonly source: PhaseSource;

  /** @param source what was recorded */
  constructor(source: PhaseSource) {
    this.source = source;
  }

  /** The label of the phase. */
  get label(): string {
    return this.source.label;
  }

  /** How the phase ended, or that it runs. */
  get status(): PhaseStatus {
    return this.source.status;
  }

  /** Why it failed. */
  get error(): string | undefined {
    return this.source.error;
  }

  /** What was left out or dropped when results were read from a folder. */
  get notices(): readonly string[] {
    return this.source.notices;
  }

  /** Losses, the nodes that they are on, and how much they count. */
  get lossInfos(): readonly LossInfo[] {
    return this.source.lossInfos;
  }

  /** The weighted sum of all losses of each batch. */
  get totals(): AxisSeries<StepAxes, number> {
    return this.source.totals;
  }

  /** Names of metrics. */
  get metricNames(): readonly string[] {
    return this.source.metricNames;
  }

  /** Names of artifacts. */
  get artifactNames(): readonly string[] {
    return this.source.artifacts.axisValues("name");
  }

  /**
   * Losses of a node, by epoch, batch and label; weighted as in the sum.
   *
   * @param node its label
   * @returns a number for each batch and loss
   * @throws UnknownNameError when no loss is on that node
   */
  losses(node: L): AxisSeries<LossAxes, number> {
    return this.source.losses(node);
  }

  /** Numbers of all metrics, by name, epoch and batch (`null`: of the whole epoch). */
  metrics(): AxisSeries<MetricAxes, number> {
    return this.source.metrics;
  }

  /**
   * Numbers of a metric, by epoch and batch (`null`: of the whole epoch).
   *
   * @param name of the metric
   * @returns a number for each place
   * @throws UnknownNameError when there is none
   */
  metric(name: string): AxisSeries<EpochAxes, number> {
    return this.source.metric(name);
  }

  /** Artifacts, by name, epoch and batch (`null`: of the whole epoch). */
  artifacts(): AxisSeries<ArtifactAxes, unknown> {
    return this.source.artifacts;
  }

  /**
   * What callbacks answered besides metrics and artifacts, by kind, label, epoch, batch and edge.
   *
   * @param kind of the callback; all when left out
   * @returns answers; `R` is what callbacks of that kind answer
   */
  callbacks<R = unknown>(kind?: string): AxisSeries<CallbackAxes, R> {
    const all = this.source.callbacks as AxisSeries<CallbackAxes, R>;
    return kind === undefined ? all : all.where({ kind });
  }

  /**
   * Tensors of a node, by epoch and batch, of the steps that were kept. They are read when they are
   * asked for.
   *
   * @param node its label
   * @param query `outputs`, `targets`, `features` or `tags`; role, port, FeatureSet, and whether to
   *   scale back to the units of the data
   * @returns of shape (samples, …) for each batch; tags are lists by key
   * @throws UnknownNameError when the node gave nothing
   * @throws RangeError when nothing was kept
   */
  tensors(node: L, query: TensorQuery & { readonly domain: "tags" }): AxisSeries<StepAxes, TagData>;
  tensors(
    node: L,
    query?: TensorQuery & { readonly domain?: "outputs" | "targets" | "features" },
  ): AxisSeries<StepAxes, HostTensor>;
  tensors(node: L, query: TensorQuery = {}): AxisSeries<StepAxes, HostTensor | TagData> {
    const steps = this.keptSteps();
    const read = readNode(this.source, node, query);
    return seriesOf(query.domain ?? "outputs", steps, read);
  }

  /**
   * The rows that each kept step used.
   *
   * @param of the label of a node or of a FeatureSet
   * @param query the role, when there are several
   * @returns views of the FeatureSet, padding included
   */
  sourceViews(of: string, { role }: SamplesQuery = {}): AxisSeries<StepAxes, FeatureSetView> {
    return seriesOf(
      "view",
      this.keptSteps(),
      ({ samples }) => viewOf(samplesOf(this.source, of, { samples }), { role }),
    );
  }

  /**
   * The rows that a step used.
   *
   * @param of the label of a node or of a FeatureSet
   * @param query epoch and batch, and the role, when there are several
   * @returns a view of exactly those rows
   * @throws EntryError when the step was not kept
   */
  sourceView(
    of: string,
    { role, epoch, batch }: SamplesQuery & Partial<StepAxes> = {},
  ): FeatureSetView {
    return this.sourceViews(of, role === undefined ? {} : { role }).one({ epoch, batch });
  }

  /** Steps whose samples are kept. */
  protected keptSteps(): readonly KeptStep[] {
    const { steps, recording } = this.source;
    if (steps.length > 0 || recording !== "none") return steps;
    throw new RangeError(
      `Cannot read samples or outputs of phase "${this.label}": none were kept; record "all" or "last"`,
    );
  }
}

function seriesOf<V>(
  name: string,
  steps: readonly KeptStep[],
  read: (step: KeptStep) => V,
): AxisSeries<StepAxes, V> {
  const columns = {
    epoch: columnOf(steps.map(({ epoch }) => epoch)),
    batch: columnOf(steps.map(({ batch }) => batch)),
  };
  const values = new LazyValues(steps.length, (at) => {
    const step = steps[at];
    if (step !== undefined) return read(step);
    throw new EntryError(`Cannot read ${name} of step ${at}`, { found: 0, there: [] });
  });
  return new AxisSeries({ name, columns, values });
}

showAs(
  PhaseResults.prototype,
  ({ label, source }: PhaseResults) => displayResults(`Results of ${label}`, [summaryOf(source)]),
);
