/**
 * What a graph adds to a step: nodes beside the same network written as one function.
 *
 * Prints a table: medians of interleaved steps, batches read included. Never fails by the clock.
 *
 * @module
 */

import { SeedStream } from "../../lib/core/seed.ts";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { reference } from "../../lib/data/reference.ts";
import type { Batch } from "../../lib/data/sample/batch.ts";
import { SimpleSampler } from "../../lib/data/sample/simple_sampler.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import { type BuiltGraph, parametersOf } from "../../lib/graph/built_graph.ts";
import { ModelGraph } from "../../lib/graph/model_graph.ts";
import { ModelNode } from "../../lib/graph/model_node.ts";
import { MLP } from "../../lib/models/mlp.ts";
import * as tf from "../../lib/tf.ts";
import { AppliedLoss } from "../../lib/training/applied_loss.ts";
import { adam } from "../../lib/training/optimizer.ts";
import { Trainer } from "../../lib/training/trainer.ts";

const BATCH = 128;
const ROUNDS = 30;

const epsilon = 1e-7;
const draws = SeedStream.from(3);

/** A row of the table: perceptrons in a chain. */
interface Shape {
  readonly nodes: number;
  /** Of each node. */
  readonly layers: number;
  /** Numbers of a sample. */
  readonly inputs: number;
  /** Units of hidden layers, and what nodes hand on. */
  readonly hidden: number;
}

const shapes: readonly Shape[] = [
  { nodes: 1, layers: 2, inputs: 4, hidden: 4 },
  { nodes: 1, layers: 3, inputs: 784, hidden: 256 },
  { nodes: 200, layers: 1, inputs: 64, hidden: 64 },
  ...[32, 128, 256].map((units) => ({ nodes: 12, layers: 2, inputs: units, hidden: units })),
];

console.log(
  `batches of ${BATCH}, Adam, one thread, ms a step; "apart" is the median of differences`,
);
console.log(
  ["nodes", "layers", "inputs", "hidden", "graph", "function", "ratio", "apart"]
    .map((head) => head.padStart(10)).join(""),
);
for (const shape of shapes) {
  const { graph, plain, apart } = await measure(shape);
  const times = [graph, plain, graph / plain, apart].map((value) => value.toFixed(3));
  const row = [shape.nodes, shape.layers, shape.inputs, shape.hidden, ...times];
  console.log(row.map((cell) => String(cell).padStart(10)).join(""));
}

/** Medians of the graph and of the function, which take turns. */
async function measure(
  shape: Shape,
): Promise<{ readonly graph: number; readonly plain: number; readonly apart: number }> {
  const x = Float32Array.from({ length: 8 * BATCH * shape.inputs }, () => draws.uniform());
  const y = Float32Array.from({ length: 8 * BATCH }, (_, row) => x[row * shape.inputs] ?? 0);
  const columns = { x: { values: x, shape: [shape.inputs] }, y: { values: y, shape: [] } };
  const set = FeatureSet.fromColumns("set", columns, { features: ["x"], targets: ["y"] });
  const graph = chain(set as FeatureSet, shape);
  using built = graph.build([set as FeatureSet]);
  using same = graph.build([set as FeatureSet]);
  using trainer = new Trainer(built, {
    losses: [new AppliedLoss({ loss: "mse", on: `n${shape.nodes - 1}` })],
    optimizer: adam({ epsilon }),
    threads: 1,
  });
  const plain = plainStep(same, shape);
  const batches = [...new SimpleSampler({ batchSize: BATCH }).batches(set.toView(), {})] as Batch[];
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of batches) {
      const [graphFirst, steps] = [round % 2 === 0, [
        () => trainer.step({ set: batch }),
        () => plain(batch),
      ]];
      // Whoever comes second finds the samples in the cache.
      for (const place of graphFirst ? [0, 1] : [1, 0]) {
        times[place]?.push(await timed(steps[place]));
      }
    }
  }
  const differences = times[0].map((time, at) => time - (times[1][at] ?? NaN));
  return { graph: median(times[0]), plain: median(times[1]), apart: median(differences) };
}

function chain(set: FeatureSet, { nodes: count, layers, hidden }: Shape): ModelGraph {
  const nodes: ModelNode[] = [];
  for (let at = 0; at < count; at++) {
    const outputShape = [at === count - 1 ? 1 : hidden];
    const model = new MLP({ layers, hidden, outputShape, activation: "relu" });
    nodes.push(new ModelNode({ label: `n${at}`, model, input: nodes[at - 1] ?? reference(set) }));
  }
  return ModelGraph.of(nodes);
}

/** The same network over the weights of the graph. */
function plainStep(
  built: BuiltGraph,
  { inputs, layers }: Shape,
): (batch: Batch) => Promise<number> {
  const weights = built.nodes.flatMap(({ model }) =>
    parametersOf(model).map(({ variable }) => variable)
  );
  function call(input: tf.Tensor): tf.Tensor {
    let flow: tf.Tensor = tf.reshape(input, [-1, inputs]);
    for (let at = 0; at < weights.length; at += 2) {
      const [kernel, bias] = [weights[at], weights[at + 1]] as [tf.Tensor, tf.Tensor];
      flow = tf.add(tf.matMul(flow, kernel), bias);
      // The last layer of a node has no activation.
      if ((at / 2 + 1) % layers !== 0) flow = tf.relu(flow);
    }
    return flow;
  }
  const step = compileStep(
    { trainable: weights, call },
    (targets, outputs) =>
      tf.mean(tf.squaredDifference(tf.reshape(targets, outputs.shape), outputs)),
    { optimizer: tf.train.adam(0.001, 0.9, 0.999, epsilon), threads: 1 },
  );
  return async (batch) => {
    const [features, targets] = [batch.getFeatures(), batch.getTargets()];
    const [x, y] = [features, targets].map(({ values, shape }) => tf.tensor(values, [...shape]));
    const loss = await step(x as tf.Tensor, y as tf.Tensor);
    tf.dispose([x, y] as tf.Tensor[]);
    return loss;
  };
}

async function timed(run: (() => Promise<unknown>) | undefined): Promise<number> {
  const start = performance.now();
  await run?.();
  return performance.now() - start;
}

/** Without the first steps, which record. */
function median(times: readonly number[]): number {
  const sorted = times.slice(16).toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? NaN;
}
