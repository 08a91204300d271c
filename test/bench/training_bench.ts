/**
 * What a graph adds to a step: twelve nodes beside the same network written as one function.
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

const NODES = 12;
const BATCH = 128;
const ROUNDS = 30;

const epsilon = 1e-7;
const draws = SeedStream.from(3);

console.log(`${NODES} nodes of two layers, batches of ${BATCH}, Adam, one thread, ms a step`);
console.log(["units", "graph", "function", "ratio"].map((head) => head.padStart(10)).join(""));
for (const units of [32, 128, 256]) {
  const [graph, plain] = await measure(units);
  const row = [units, graph.toFixed(3), plain.toFixed(3), (graph / plain).toFixed(3)];
  console.log(row.map((cell) => String(cell).padStart(10)).join(""));
}

/** Medians of the graph and of the function. */
async function measure(units: number): Promise<readonly [number, number]> {
  const x = Array.from(
    { length: 8 * BATCH },
    () => Array.from({ length: units }, () => draws.uniform()),
  );
  const y = x.map(([first = 0, second = 0]) => first * second);
  const set = FeatureSet.fromColumns("set", { x, y }, { features: ["x"], targets: ["y"] });
  const graph = chain(set as FeatureSet, units);
  using built = graph.build([set as FeatureSet]);
  using same = graph.build([set as FeatureSet]);
  using trainer = new Trainer(built, {
    losses: [new AppliedLoss({ loss: "mse", on: `n${NODES - 1}` })],
    optimizer: adam({ epsilon }),
    threads: 1,
  });
  const plain = plainStep(same, units);
  const batches = [...new SimpleSampler({ batchSize: BATCH }).batches(set.toView(), {})] as Batch[];
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of batches) {
      times[0].push(await timed(() => trainer.step({ set: batch })));
      times[1].push(await timed(() => plain(batch)));
    }
  }
  return [median(times[0]), median(times[1])];
}

function chain(set: FeatureSet, units: number): ModelGraph {
  const nodes: ModelNode[] = [];
  for (let at = 0; at < NODES; at++) {
    const outputShape = [at === NODES - 1 ? 1 : units];
    const model = new MLP({ layers: 1, hidden: units, outputShape, activation: "relu" });
    nodes.push(new ModelNode({ label: `n${at}`, model, input: nodes[at - 1] ?? reference(set) }));
  }
  return ModelGraph.of(nodes);
}

/** The same network over the weights of the graph. */
function plainStep(built: BuiltGraph, units: number): (batch: Batch) => Promise<number> {
  const weights = built.nodes.flatMap(({ model }) =>
    parametersOf(model).map(({ variable }) => variable)
  );
  function call(input: tf.Tensor): tf.Tensor {
    let flow: tf.Tensor = tf.reshape(input, [-1, units]);
    for (let at = 0; at < weights.length; at += 2) {
      const [kernel, bias] = [weights[at], weights[at + 1]] as [tf.Tensor, tf.Tensor];
      flow = tf.add(tf.matMul(flow, kernel), bias);
      if (at % 4 === 0) flow = tf.relu(flow);
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

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Without the first steps, which record. */
function median(times: readonly number[]): number {
  const sorted = times.slice(16).toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? NaN;
}
