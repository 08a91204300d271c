/**
 * From batches of data to the tensors that a graph takes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { ColumnTable } from "../data/column_table.ts";
import { FeatureSet } from "../data/feature_set.ts";
import { FeatureSetView } from "../data/feature_set_view.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import { Batch, DEFAULT_ROLE } from "../data/sample/batch.ts";
import { checkClasses, type ClassLimits } from "./class_limits.ts";
import { columnsMeant, readSource, type Samples } from "../graph/data_source.ts";
import type { SampleTensors } from "../graph/flow.ts";
import type { ModelGraph } from "../graph/model_graph.ts";
import { describeSource, isNodeReference, sourceKey } from "../graph/reference.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { holdsNaN, isComplete, lackingColumns } from "./missing_numbers.ts";
import { checkSplit } from "./split_check.ts";

/** Samples of each FeatureSet by its label: views, or batches of them. */
export type SamplesBySet = Readonly<Record<string, Samples>>;

/** Tensors by role, and by label of the FeatureSet. */
export type BatchTensors = Readonly<Record<string, Readonly<Record<string, SampleTensors>>>>;

/**
 * The columns that a graph and its losses take from data.
 *
 * @param graph nodes and wires
 * @param losses what they compare
 * @returns each reference once
 * @example
 * ```ts
 * import type { ModelGraph } from "../graph/model_graph.ts";
 * import { sourcesOf } from "./feed.ts";
 * const countSources = (graph: ModelGraph): number => sourcesOf(graph, []).length;
 * ```
 */
export function sourcesOf(
  graph: ModelGraph,
  losses: readonly AppliedLoss[],
): readonly FeatureSetReference[] {
  const all = [
    ...graph.nodes.flatMap(({ inputs }) => Object.values(inputs)),
    ...losses.flatMap(({ inputs }) => inputs.filter((input) => typeof input !== "string")),
  ];
  const data = all.filter((source) => !isNodeReference(source)) as readonly FeatureSetReference[];
  return [...new Map(data.map((source) => [sourceKey(source), source])).values()];
}

/** What is read of samples. */
export interface BatchReaderOptions {
  /**
   * Labels of the FeatureSets whose targets are learned, of which none may be missing; others are not
   * read. Left out: all targets are read as they are.
   */
  readonly learned?: ReadonlySet<string>;
  /** Which classes columns may hold; others are refused. Left out: any. */
  readonly classes?: ClassLimits;
}

/** Columns that stand side by side. */
interface Reading {
  readonly names: readonly string[];
  /** Whether none of their numbers can be missing. */
  readonly complete: boolean;
}

/** A pointer, and what is known of it in each table. */
interface WantedSource {
  readonly source: FeatureSetReference;
  readonly key: string;
  readonly readings: WeakMap<ColumnTable, Reading>;
}

/** What is wanted of a FeatureSet. */
interface WantedSet {
  readonly label: string;
  readonly sources: readonly WantedSource[];
  /** Nothing when its targets are not read. */
  readonly targets: WantedSource | undefined;
}

/**
 * Reads the tensors of batches: what does not change from one to the next is found out once.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { reference } from "../data/reference.ts";
 * import "../tf.ts";
 * import { BatchReader } from "./feed.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const reader = new BatchReader([reference(set)]);
 * reader.read({ a: set.toView() }).default?.a?.weights.shape; // [2]
 * ```
 */
export class BatchReader {
  readonly #wanted: readonly WantedSet[];
  /** Whether missing targets are refused. */
  readonly #learns: boolean;
  readonly #classes: ClassLimits;

  /**
   * @param sources the columns wanted
   * @param options whose targets are learned
   */
  constructor(
    sources: readonly FeatureSetReference[],
    { learned, classes = new Map() }: BatchReaderOptions = {},
  ) {
    this.#classes = classes;
    this.#learns = learned !== undefined;
    const bySet = Map.groupBy(sources, ({ featureSet }) => featureSet);
    this.#wanted = [...bySet].map(([label, references]) => ({
      label,
      sources: references.map(wantedSource),
      targets: learned?.has(label) === false
        ? undefined
        : wantedSource({ featureSet: label, split: null, selection: { targets: "*" } }),
    }));
  }

  /**
   * Reads the tensors of a batch.
   *
   * @param samples by label of the FeatureSet; what is not given is left out
   * @returns tensors by role and FeatureSet; they belong to the caller
   * @throws TypeError for what is no view and no batch
   * @throws RangeError when nothing that is wanted was given, numbers to compute from or to learn are
   *   missing, or samples are outside of the split that a pointer names
   */
  read(samples: SamplesBySet): BatchTensors {
    const roles: Record<string, Record<string, SampleTensors>> = {};
    for (const wanted of this.#wanted) {
      const given = samples[wanted.label];
      if (given === undefined) continue;
      requireSamples(given, wanted.label);
      for (const role of given instanceof Batch ? given.roles : [DEFAULT_ROLE]) {
        (roles[role] ??= {})[wanted.label] = this.#readSet(wanted, { given, role });
      }
    }
    for (const _ in roles) return roles;
    const wanted = this.#wanted.map(({ label }) => label);
    if (samples instanceof FeatureSetView || samples instanceof Batch) {
      throw new RangeError(
        `Cannot feed the graph with samples of no name: write { ${wanted[0]}: samples }`,
      );
    }
    throw new RangeError(
      `Cannot feed the graph: it takes ${wanted.join(", ")}, and got ` +
        `${Object.keys(samples).join(", ") || "nothing"}`,
    );
  }

  #readSet(
    { label, sources, targets }: WantedSet,
    { given, role }: { readonly given: Samples; readonly role: string },
  ): SampleTensors {
    const isBatch = given instanceof Batch;
    const of = isBatch ? { role } : {};
    const view = isBatch ? given.view(role) : given;
    const weights = isBatch ? given.weights(role) : viewWeights(given);
    if (weights.length === 0) throw new RangeError(`Cannot compute from no samples of ${label}`);
    const hasPadding = weights.includes(0);
    const feeds: Record<string, tf.Tensor> = {};
    for (const wanted of sources) {
      const { source, key } = wanted;
      if (source.split !== null) checkSplit(view, source);
      const reading = readingOf(wanted, view);
      const read = readSource(given, { source, ...of });
      const numbers = hasPadding ? withoutStrays(read, weights) : read;
      if (!reading.complete && holdsNaN(numbers.data)) throw missingFeatures(view, source, reading);
      this.#checkClasses(wanted, numbers);
      feeds[key] = tensor(numbers);
    }
    const learned = targets && view.targetKeys.length > 0 ? targets : undefined;
    if (learned === undefined) return { feeds, weights: tf.tensor1d(weights) };
    const { values: data, shape } = given.getTargets({ ...of, dtype: "float32" });
    const numbers = hasPadding ? withoutStrays({ data, shape }, weights) : { data, shape };
    if (this.#learns) {
      const reading = readingOf(learned, view);
      if (!reading.complete && holdsNaN(numbers.data)) throw missingTargets(view, reading);
    }
    this.#checkClasses(learned, numbers);
    return { feeds, targets: tensor(numbers), weights: tf.tensor1d(weights) };
  }

  #checkClasses({ key, source }: WantedSource, { data, shape }: Numbers): void {
    const limit = this.#classes.get(key);
    if (limit === undefined) return;
    checkClasses(data, { limit, samples: shape[0] ?? 1, column: describeSource(source) });
  }
}

/**
 * Reads the tensors of one batch; a `BatchReader` reads many faster.
 *
 * @param samples by label of the FeatureSet; what is not given is left out
 * @param sources the columns wanted
 * @returns tensors by role and FeatureSet; they belong to the caller
 * @throws RangeError when nothing that is wanted was given, or numbers to compute from are missing
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { reference } from "../data/reference.ts";
 * import "../tf.ts";
 * import { feedOf } from "./feed.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * feedOf({ a: set.toView() }, [reference(set)]).default?.a?.weights.shape; // [2]
 * ```
 */
export function feedOf(
  samples: SamplesBySet,
  sources: readonly FeatureSetReference[],
): BatchTensors {
  return new BatchReader(sources).read(samples);
}

/**
 * Frees the tensors of a batch.
 *
 * @param batch what was read
 */
export function disposeBatch(batch: BatchTensors): void {
  for (const sets of Object.values(batch)) {
    for (const { feeds, targets, weights } of Object.values(sets)) {
      for (const feed of Object.values(feeds)) feed.dispose();
      targets?.dispose();
      weights.dispose();
    }
  }
}

/** Cells of notebooks are not type-checked. */
function requireSamples(given: unknown, label: string): void {
  if (given instanceof Batch || given instanceof FeatureSetView || given instanceof FeatureSet) {
    return;
  }
  throw new TypeError(`Cannot read the samples of "${label}": give a view or a batch of them`);
}

interface Numbers {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

function wantedSource(source: FeatureSetReference): WantedSource {
  return { source, key: sourceKey(source), readings: new WeakMap() };
}

function readingOf({ source, readings }: WantedSource, view: FeatureSetView): Reading {
  const { table } = view;
  const found = readings.get(table);
  // Views that name their columns may mean others of the same table.
  if (found !== undefined && !view.namesColumns) return found;
  const names = columnsMeant(view, source);
  const complete = names.every((name) => isComplete(table.column(name)));
  const reading = { names, complete };
  if (!view.namesColumns) readings.set(table, reading);
  return reading;
}

function missingFeatures(
  view: FeatureSetView,
  source: FeatureSetReference,
  { names }: Reading,
): RangeError {
  return new RangeError(
    `Cannot compute from ${describeSource(source)}: numbers are missing in ` +
      `${
        lackingColumns(view, names)
      }; fill them (fitTransform("simpleImputer", …)) or leave those ` +
      "samples out (filter with notNull())",
  );
}

function missingTargets(view: FeatureSetView, { names }: Reading): RangeError {
  return new RangeError(
    `Cannot compare with the targets of ${view.source.label}: numbers are missing in ` +
      `${lackingColumns(view, names)}; leave those samples out (filter with notNull()), or give ` +
      "them the weight 0",
  );
}

/** Samples that count for nothing may lack numbers, and NaN times zero is NaN. */
function withoutStrays(numbers: Numbers, weights: Float32Array): Numbers {
  const data = Float32Array.from(numbers.data);
  const width = data.length / weights.length;
  weights.forEach((weight, at) => {
    if (weight === 0) data.fill(0, at * width, (at + 1) * width);
  });
  return { data, shape: numbers.shape };
}

function viewWeights(view: FeatureSetView): Float32Array {
  return Float32Array.from(view.rows, (row) => row < 0 ? 0 : 1);
}

function tensor({ data, shape }: Numbers): tf.Tensor {
  return tf.tensor(data as Float32Array, [...shape], "float32");
}
