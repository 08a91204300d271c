/**
 * Where results of a phase come from: the memory of a run, or a folder.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { ModelGraph } from "../../graph/model_graph.ts";
import type { Ports } from "../../models/interface.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import type { AxisSeries } from "./axis_series.ts";

/** The metric of the total loss, which a training phase has by itself. */
export const TRAIN_LOSS = "train_loss";

/** Kinds of phases. */
export type PhaseKind = "train" | "eval" | "fit";

/** How a phase ended, or that it goes on. */
export type PhaseStatus = "running" | "completed" | "stopped" | "interrupted" | "failed";

/** Which samples and outputs are kept: of all epochs, of the newest one, or none. */
export type ResultRecording = "all" | "last" | "none";

/** What is known of a loss. */
export interface LossInfo {
  readonly label: string;
  /** The node that it is applied to. */
  readonly node: string;
  /** How much it counts in the sum; values are weighted already. */
  readonly weight: number;
}

/** Where batches stand. */
export type StepAxes = { readonly epoch: number; readonly batch: number };

/** Where something of a batch or of a whole epoch stands. */
export type EpochAxes = { readonly epoch: number; readonly batch: number | null };

/** Where losses stand. */
export type LossAxes = StepAxes & { readonly label: string };

/** Where metrics of several names stand. */
export type MetricAxes = EpochAxes & { readonly name: string };

/** Where artifacts stand. */
export type ArtifactAxes = EpochAxes & { readonly name: string };

/** Where what callbacks answered stands. */
export type CallbackAxes = EpochAxes & {
  readonly kind: string;
  readonly label: string;
  /** Whether it was answered at the start or at the end of its epoch, batch or phase. */
  readonly edge: string;
};

/** A step whose samples and outputs are kept. */
export interface KeptStep extends StepAxes {
  /** Samples of each FeatureSet by its label. */
  readonly samples: SamplesBySet;
  /** What nodes gave, by label and port. */
  readonly outputs: Readonly<Record<string, Ports<HostTensor>>> | undefined;
}

/** Everything that is recorded of a phase. */
export interface PhaseSource {
  readonly label: string;
  readonly kind: PhaseKind;
  readonly status: PhaseStatus;
  /** Why it failed. */
  readonly error: string | undefined;
  readonly recording: ResultRecording;
  readonly lossInfos: readonly LossInfo[];
  /** What tells where the samples of a node come from, where it is known. */
  readonly graph: ModelGraph | undefined;
  /** What was left out or dropped when the results were read. */
  readonly notices: readonly string[];
  /** The weighted sum of all losses of each batch. */
  readonly totals: AxisSeries<StepAxes, number>;
  /** Losses of a node. */
  losses(node: string): AxisSeries<LossAxes, number>;
  /** The sum of the weights of the samples that each loss is a mean of; of `eval` and `fit` only. */
  lossWeights(node: string): AxisSeries<LossAxes, number>;
  readonly metricNames: readonly string[];
  /** Numbers of all metrics. */
  readonly metrics: AxisSeries<MetricAxes, number>;
  /** A metric by its name, which exists. */
  metric(name: string): AxisSeries<EpochAxes, number>;
  readonly artifacts: AxisSeries<ArtifactAxes, unknown>;
  readonly callbacks: AxisSeries<CallbackAxes, unknown>;
  /** Steps whose samples or outputs are kept, in order. */
  readonly steps: readonly KeptStep[];
}
