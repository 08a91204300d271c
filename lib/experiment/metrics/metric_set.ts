/**
 * Several metrics of the same predictions.
 *
 * @module
 */

import { type NamedConfig, toNamedConfig } from "../../core/configured.ts";
import { quote } from "../../core/names.ts";
import type { Prediction } from "../../training/predictor.ts";
import type { Accumulation, AccumulationState, Metric, MetricBatch } from "./metric.ts";
import type { Numbers } from "./numbers.ts";
import { type MetricLike, type MetricName, metricOf, type MetricResults } from "./registry.ts";

/** Metrics by names of one's own, or a list of metrics that go by the names of their kinds. */
export type MetricsLike = readonly MetricLike[] | Readonly<Record<string, MetricLike>>;

/** What a metric gives. */
export type ResultOf<M> = M extends MetricName ? MetricResults[M]
  : M extends Metric<infer R> ? R
  : M extends { with(): Metric<infer R> } ? R
  : unknown;

/** What metrics give, by name. */
export type ResultsOf<M extends MetricsLike> = M extends readonly (infer L)[]
  ? Readonly<Record<string, unknown>> & { readonly [N in L & MetricName]: MetricResults[N] }
  : { readonly [N in keyof M]: ResultOf<M[N]> };

/** Of what a `Predictor` gives of a node, what is measured: outputs by port, targets, weights. */
export type NodePrediction = Pick<Prediction, "outputs" | "targets" | "weights">;

/** Predictions of a batch. */
export type Predicted = MetricBatch | NodePrediction;

/**
 * Metrics that are measured together.
 *
 * @example
 * ```ts
 * import { accuracy } from "./accuracy.ts";
 * import { MetricSet } from "./metric_set.ts";
 * const set = new MetricSet({ top1: "accuracy", top2: accuracy.with({ topK: 2 }) });
 * const gathered = set.start();
 * gathered.add({ outputs: [[2, 0, 1], [0, 1, 2]], targets: [0, 1] });
 * gathered.results().top2; // 1
 * ```
 */
export class MetricSet<const M extends MetricsLike> {
  /** The metrics, by name. */
  readonly metrics: Readonly<Record<string, Metric>>;

  /**
   * @param metrics by name, or a list
   * @throws {RangeError} when two of a list have one name
   */
  constructor(metrics: M) {
    const entries = isList(metrics)
      ? metrics.map(metricOf).map((metric) => [metric.name, metric] as const)
      : Object.entries(metrics).map(([name, metric]) => [name, metricOf(metric)] as const);
    const names = entries.map(([name]) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot compute two metrics ${
          quote(twice)
        } of a list: give them names of their own, as in ` +
          `{ one: …, other: … }`,
      );
    }
    this.metrics = Object.freeze(Object.fromEntries(entries));
    Object.freeze(this);
  }

  /**
   * Begins to gather.
   *
   * @param state what `getState()` of an equal set gave; nothing was gathered when left out
   * @returns where batches are added
   */
  start(state: Readonly<Record<string, AccumulationState>> = {}): GatheredSet<M> {
    const entries = Object.entries(this.metrics).map(([name, metric]) =>
      [name, metric.start(state[name])] as const
    );
    return new GatheredSet(Object.fromEntries(entries));
  }

  /** @returns plain data: for each name its metric's */
  getConfig(): Readonly<Record<string, NamedConfig>> {
    const entries = Object.entries(this.metrics).map(([name, metric]) =>
      [name, toNamedConfig(metric)] as const
    );
    return Object.freeze(Object.fromEntries(entries));
  }
}

/**
 * What metrics have gathered from some batches.
 *
 * @example
 * ```ts
 * import { MetricSet } from "./metric_set.ts";
 * const gathered = new MetricSet(["rocAuc"]).start();
 * gathered.add({ outputs: [0.3, 2], targets: [1, 1] });
 * gathered.reasons().rocAuc; // "all samples are of class 1"
 * ```
 */
export class GatheredSet<M extends MetricsLike = MetricsLike> {
  readonly #gathered: Readonly<Record<string, Accumulation>>;

  /** @param gathered by name */
  constructor(gathered: Readonly<Record<string, Accumulation>>) {
    this.#gathered = gathered;
  }

  /**
   * Gathers one batch.
   *
   * @param predicted outputs, targets and weights
   * @param options the port whose outputs are measured, where there are several
   * @throws {RangeError} when a metric refuses it; those before that have taken it
   */
  add(predicted: Predicted, options: { readonly port?: string } = {}): void {
    const batch = metricBatchOf(predicted, options);
    for (const gathered of Object.values(this.#gathered)) gathered.add(batch);
  }

  /**
   * Takes what another has gathered, as if its batches had been added here.
   *
   * @param other what an equal set has gathered
   * @throws {RangeError} when the other measures something else
   */
  merge(other: GatheredSet<M>): void {
    for (const [name, gathered] of Object.entries(this.#gathered)) {
      const theirs = other.#gathered[name];
      if (theirs === undefined) {
        throw new RangeError(`Cannot merge what has no ${quote(name)}: gather the same metrics`);
      }
      gathered.merge(theirs);
    }
  }

  /** @returns the result of each, by name; NaN where it is undefined */
  results(): ResultsOf<M> {
    const entries = Object.entries(this.#gathered).map(([name, gathered]) =>
      [name, gathered.result()] as const
    );
    // The names and kinds are those of the metrics that were given.
    return Object.freeze(Object.fromEntries(entries)) as ResultsOf<M>;
  }

  /** @returns why results are undefined, by name, of those that are */
  reasons(): Readonly<Record<string, string>> {
    const entries = Object.entries(this.#gathered).flatMap(([name, gathered]) => {
      const reason = gathered.reason();
      return reason === undefined ? [] : [[name, reason] as const];
    });
    return Object.freeze(Object.fromEntries(entries));
  }

  /** @returns a copy of what was gathered, for `start(state)` here or in another process */
  getState(): Readonly<Record<string, AccumulationState>> {
    const entries = Object.entries(this.#gathered).map(([name, gathered]) =>
      [name, gathered.getState()] as const
    );
    return Object.fromEntries(entries);
  }
}

/**
 * Computes several metrics at once.
 *
 * @param metrics by names of one's own, or a list
 * @param predictions of one batch or of several
 * @param options the port whose outputs are measured, where there are several; who hears of results
 *   that are undefined
 * @returns the results by name; NaN where they are undefined
 * @throws {RangeError} when a metric refuses a batch
 * @example
 * ```ts
 * import { computeMetrics } from "./metric_set.ts";
 * import { f1 } from "./precision_recall.ts";
 * const batch = { outputs: [[2, 0, 1], [0, 1, 2]], targets: [0, 1] };
 * computeMetrics(["accuracy", "logLoss"], batch).accuracy; // 0.5
 * computeMetrics({ macro: f1.with({ average: "macro" }) }, [batch, batch]).macro;
 * ```
 */
export function computeMetrics<const M extends MetricsLike>(
  metrics: M,
  predictions: Predicted | Iterable<Predicted>,
  { port, onUndefined }: {
    readonly port?: string;
    readonly onUndefined?: (name: string, reason: string) => void;
  } = {},
): ResultsOf<M> {
  const gathered = new MetricSet(metrics).start();
  const batches = Symbol.iterator in predictions ? predictions : [predictions];
  for (const batch of batches) gathered.add(batch, port === undefined ? {} : { port });
  for (const [name, reason] of Object.entries(gathered.reasons())) onUndefined?.(name, reason);
  return gathered.results();
}

/**
 * Takes the outputs of one port.
 *
 * @param predicted what a `Predictor` gave of a node, or a batch as it is
 * @param options the port, where there are several
 * @returns a batch
 * @throws {RangeError} when there is no such port, or several and none is named, or no targets
 * @example
 * ```ts
 * import { metricBatchOf } from "./metric_set.ts";
 * const output = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
 * metricBatchOf({ outputs: { output }, targets: output, weights: Float32Array.of(1) }).outputs;
 * ```
 */
export function metricBatchOf(
  { outputs, targets, weights }: Predicted,
  { port }: { readonly port?: string } = {},
): MetricBatch {
  if (targets === undefined) {
    throw new RangeError("Cannot measure predictions of samples without targets");
  }
  if (!isPorts(outputs)) return { outputs, targets, weights };
  const ports = Object.keys(outputs);
  const wanted = port ?? (ports.length === 1 ? ports[0] : undefined);
  const found = wanted === undefined ? undefined : outputs[wanted];
  if (found !== undefined) return { outputs: found, targets, weights };
  throw new RangeError(
    `Cannot choose ${port === undefined ? "an output" : `the output ${quote(port)}`} of ` +
      `${ports.map(quote).join(", ")}: give one of them as port`,
  );
}

function isPorts(outputs: Predicted["outputs"]): outputs is NodePrediction["outputs"] {
  return !isNumbers(outputs);
}

function isNumbers(outputs: Predicted["outputs"]): outputs is Numbers {
  return Array.isArray(outputs) || ArrayBuffer.isView(outputs) ||
    "shape" in outputs && Array.isArray(outputs.shape);
}

function isList(metrics: MetricsLike): metrics is readonly MetricLike[] {
  return Array.isArray(metrics);
}
