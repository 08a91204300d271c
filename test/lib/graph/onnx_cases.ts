/**
 * Graphs of every kind of model and merge that can be written as ONNX, by name.
 *
 * @module
 */

import {
  Autoencoder,
  type BuiltGraph,
  CNN,
  FeatureSet,
  fitGraph,
  GPT,
  merge,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  nodeOutput,
  Recurrent,
  reference,
  SeedStream,
  TransformerEncoder,
} from "../../../lib/mod.ts";
import type { AsModel } from "../../../lib/models/as_model.ts";
import type { GraphNode } from "../../../lib/graph/node.ts";
import * as tf from "../../../lib/tf.ts";

const COUNT = 24;
const seeds = SeedStream.from(1);
function uniform(): number {
  return seeds.uniform();
}

const volts = Array.from({ length: COUNT }, () => Array.from({ length: 10 }, uniform));

/** Curves, images, tokens; a number and a class to predict from the curves. */
export const data: FeatureSet = FeatureSet.fromColumns("cells", {
  volts,
  image: { values: Float32Array.from({ length: COUNT * 36 }, uniform), shape: [6, 6, 1] },
  tokens: { values: Float32Array.from({ length: COUNT * 5 }, () => seeds.below(7)), shape: [5] },
  kind: volts.map(([first = 0, second = 0]) => first > 0.6 ? 7 : second > 0.5 ? 4 : 3),
}, { features: ["volts", "image", "tokens"], targets: ["kind"] });

function node(label: string, model: AsModel, features = "volts"): GraphNode {
  return new ModelNode({ label, model, input: reference(data, { features }) });
}

function behind(label: string, model: AsModel, input: GraphNode): GraphNode {
  return new ModelNode({ label, model, input });
}

const [A, B] = ["A", "B"].map((label) => node(label, new MLP({ outputShape: [2, 4] })));
const inputs = [nodeOutput("A"), nodeOutput("B")];
const merges = {
  concat: merge.concat({ axis: -1 }),
  sum: merge.sum(),
  mean: merge.mean(),
  max: merge.max(),
  weighted: merge.weighted({ learned: true }),
  attention: merge.attention(),
  gated: merge.gated(),
};

/** Hyperparameters that keep estimators small. */
const estimators: Readonly<Record<string, AsModel>> = {
  linear: "linearRegression",
  ridge: "ridge",
  logistic: "logisticRegression",
  pca: { name: "pca", config: { components: 3 } },
  kMeans: { name: "kMeans", config: { clusters: 3 } },
  neighbours: "kNearestNeighbors",
  "neighbours by distance": {
    name: "kNearestNeighbors",
    config: { weigh: "distance", task: "classification" },
  },
  "gaussian process": { name: "gaussianProcess", config: { optimize: false } },
  forest: { name: "randomForest", config: { trees: 9 } },
  "forest of classes": { name: "randomForest", config: { trees: 9, task: "classification" } },
  boosting: { name: "gradientBoosting", config: { rounds: 9 } },
  "boosting of classes": {
    name: "gradientBoosting",
    config: { rounds: 9, task: "classification" },
  },
};

const { glorotUniform } = tf.initializers;
const layers = {
  images: tf.sequential({
    layers: [
      tf.layers.reshape({ inputShape: [1, 6, 6], targetShape: [6, 6, 1] }),
      tf.layers.conv2d({
        filters: 2,
        kernelSize: 3,
        kernelInitializer: glorotUniform({ seed: 1 }),
      }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
    ],
  }),
  sequences: tf.sequential({
    layers: [
      tf.layers.reshape({ inputShape: [1, 10], targetShape: [5, 2] }),
      tf.layers.lstm({ units: 3, kernelInitializer: glorotUniform({ seed: 2 }) }),
      tf.layers.layerNormalization(),
    ],
  }),
};

const pca = node("PCA", { name: "pca", config: { components: 3 } });
const forest = behind("Forest", { name: "randomForest", config: { trees: 5 } }, pca);

/** Nodes by the name of the case; what the last one gives is wanted. */
const CASES: Readonly<Record<string, readonly (GraphNode | undefined)[]>> = {
  mlp: [node("Own", new MLP({ outputShape: [1, 3], activation: "gelu", dropout: 0.2 }))],
  "cnn of signals": [node("Own", new CNN({ pooling: 2 }))],
  "cnn of images": [node("Own", new CNN({ stride: 2, padding: "same" }), "image")],
  ...Object.fromEntries((["rnn", "lstm", "gru"] as const).map((kind) => [kind, [
    node("Own", new Recurrent({ kind, hidden: 4, stepsAxis: "last", bidirectional: true })),
  ]])),
  "transformer encoder": [
    node("Own", new TransformerEncoder({ width: 8, heads: 2, stepsAxis: "last" })),
  ],
  gpt: [node("Own", new GPT({ vocabulary: 7, width: 8, heads: 2 }), "tokens")],
  autoencoder: [node("Own", new Autoencoder())],
  "tf.layers of images": [node("Own", layers.images, "image")],
  "tf.layers of sequences": [node("Own", layers.sequences)],
  ...Object.fromEntries(
    Object.entries(merges).map((
      [name, how],
    ) => [`merge: ${name}`, [A, B, new MergeNode({ label: "Own", merge: how, inputs })]]),
  ),
  ...Object.fromEntries(
    Object.entries(estimators).map(([name, model]) => [name, [node("Own", model)]]),
  ),
  "an estimator, a network and trees": [pca, behind("Head", new MLP({ hidden: 4 }), pca), forest],
};

/** Names of the cases. */
export const onnxCases: readonly string[] = Object.keys(CASES);

/** @returns the graph of a case, whose estimators are fitted */
export async function buildCase(name: string): Promise<BuiltGraph> {
  const nodes = (CASES[name] ?? []).filter((one) => one !== undefined);
  const graph = ModelGraph.of(nodes);
  const built = graph.build([data], { seeds: SeedStream.from(2) });
  const fits = built.nodes.some(({ model }) => model.learning === "fit");
  if (fits) await fitGraph(built, { cells: data.toView() });
  return built;
}
