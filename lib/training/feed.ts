/**
 * From batches of data to the tensors that a graph takes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { FeatureSetReference } from "../data/reference.ts";
import { Batch, DEFAULT_ROLE } from "../data/sample/batch.ts";
import { readSource, type Samples } from "../graph/data_source.ts";
import type { SampleTensors } from "../graph/flow.ts";
import type { ModelGraph } from "../graph/model_graph.ts";
import { describeSource, isNodeReference, sourceKey } from "../graph/reference.ts";
import type { AppliedLoss } from "./applied_loss.ts";

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

/**
 * Reads the tensors of a batch.
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
  const wanted = Map.groupBy(sources, ({ featureSet }) => featureSet);
  const given = [...wanted].flatMap(([label, references]) => {
    const from = samples[label];
    return from === undefined ? [] : [{ label, references, from }];
  });
  if (given.length === 0) {
    throw new RangeError(
      `Cannot feed the graph: it takes ${[...wanted.keys()].join(", ")}, and got ` +
        `${Object.keys(samples).join(", ") || "nothing"}`,
    );
  }
  const roles = new Set(given.flatMap(({ from }) => rolesOf(from)));
  const entries = [...roles].map((role) => [
    role,
    Object.fromEntries(
      given.filter(({ from }) => rolesOf(from).includes(role))
        .map(({ label, references, from }) => [label, read(from, { references, role })]),
    ),
  ]);
  return Object.fromEntries(entries);
}

function rolesOf(samples: Samples): readonly string[] {
  return samples instanceof Batch ? samples.roles : [DEFAULT_ROLE];
}

function read(
  samples: Samples,
  { references, role }: {
    readonly references: readonly FeatureSetReference[];
    readonly role: string;
  },
): SampleTensors {
  const of = samples instanceof Batch ? { role } : {};
  const weights = weightsOf(samples, role);
  const feeds = references.map((source) => [
    sourceKey(source),
    tensor(present(withoutStrays(readSource(samples, { source, ...of }), weights), source)),
  ]);
  const view = samples instanceof Batch ? samples.view(role) : samples;
  const targets = view.targetKeys.length === 0
    ? undefined
    : samples.getTargets({ ...of, dtype: "float32" });
  return {
    feeds: Object.fromEntries(feeds),
    ...(targets && {
      targets: tensor(withoutStrays({ data: targets.values, shape: targets.shape }, weights)),
    }),
    weights: tf.tensor1d(weights),
  };
}

interface Numbers {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** A number that is missing would make every weight no number, unseen. */
function present(numbers: Numbers, source: FeatureSetReference): Numbers {
  if (!Float32Array.prototype.includes.call(numbers.data as Float32Array, NaN)) return numbers;
  throw new RangeError(
    `Cannot compute from ${describeSource(source)}: numbers are missing; fill them ` +
      '(fitTransform("simpleImputer", …)) or leave those samples out (filter with notNull())',
  );
}

/** Samples that count for nothing may lack numbers, and NaN times zero is NaN. */
function withoutStrays(numbers: Numbers, weights: Float32Array): Numbers {
  if (!weights.includes(0)) return numbers;
  const data = Float32Array.from(numbers.data);
  const width = data.length / weights.length;
  weights.forEach((weight, at) => {
    if (weight === 0) data.fill(0, at * width, (at + 1) * width);
  });
  return { data, shape: numbers.shape };
}

function weightsOf(samples: Samples, role: string): Float32Array {
  if (samples instanceof Batch) return samples.weights(role);
  return Float32Array.from(samples.rows, (row) => row < 0 ? 0 : 1);
}

function tensor({ data, shape }: Numbers): tf.Tensor {
  return tf.tensor(data as Float32Array, [...shape], "float32");
}
