/**
 * What an experiment adds to a step: `Experiment.run` beside a loop over the same trainer.
 *
 * Prints a table: the best and the medians of interleaved epochs, batches read included. What others do
 * on the machine makes times longer, never shorter: the best are the truest. Never fails by the clock.
 *
 * @module
 */

import { SeedStream } from "../../lib/core/seed.ts";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { reference } from "../../lib/data/reference.ts";
import { SimpleSampler } from "../../lib/data/sample/simple_sampler.ts";
import { defineCallback } from "../../lib/experiment/callbacks/define_callback.ts";
import { Experiment } from "../../lib/experiment/experiment.ts";
import { TrainPhase } from "../../lib/experiment/phases/train_phase.ts";
import { ModelGraph } from "../../lib/graph/model_graph.ts";
import { ModelNode } from "../../lib/graph/model_node.ts";
import { MLP } from "../../lib/models/mlp.ts";
import "../../lib/tf.ts";
import { AppliedLoss } from "../../lib/training/applied_loss.ts";
import { Trainer } from "../../lib/training/trainer.ts";

const ROUNDS = 61;

interface Case {
  readonly name: string;
  /** Units of the input, of what is between, and of the output. */
  readonly widths: readonly number[];
  readonly batch: number;
  readonly batches: number;
}

const CASES: readonly Case[] = [
  {
    name: "MLP 784-256-128-10, batches of 128",
    widths: [784, 256, 128, 10],
    batch: 128,
    batches: 20,
  },
  { name: "MLP 8-4-1, batches of 8", widths: [8, 4, 1], batch: 8, batches: 250 },
];

console.log(
  ["", "experiment, ms", "loop, ms", "ratio", "µs a batch"].map((text, at) =>
    text.padStart(at === 0 ? 46 : 16)
  )
    .join(""),
);
for (const one of CASES) {
  const times = await measure(one);
  for (const [name, pick] of Object.entries({ best, median })) {
    const [experiment, loop] = times.map(pick) as [number, number];
    const row = [
      experiment.toFixed(2),
      loop.toFixed(2),
      (experiment / loop).toFixed(3),
      (1000 * (experiment - loop) / one.batches).toFixed(1),
    ];
    const title = `${one.name}, ${name}`.padStart(46);
    console.log(title + row.map((cell) => cell.padStart(16)).join(""));
  }
}

/** Milliseconds of epochs of each; the loop has its turn after each epoch of the run. */
async function measure(
  { widths, batch, batches }: Case,
): Promise<readonly [readonly number[], readonly number[]]> {
  const set = samples(widths, batch * batches);
  const graph = chain(set, widths);
  const losses = [new AppliedLoss({ loss: "mse", on: `n${widths.length - 2}` })];
  const sampler = new SimpleSampler({ batchSize: batch, shuffle: true });
  using built = graph.build([set]);
  using trainer = new Trainer(built, { losses, threads: 1 });
  const times: [number[], number[]] = [[], []];
  let start = 0;
  const turns = defineCallback({ label: "turns" }, {
    onEpochStart: () => {
      start = performance.now();
    },
    onEpochEnd: async ({ epoch }) => {
      times[0].push(performance.now() - start);
      start = performance.now();
      for (const one of sampler.batches(set.toView(), { epoch })) await trainer.step({ set: one });
      times[1].push(performance.now() - start);
    },
  });
  const phase = TrainPhase.fromSplit("train", {
    featureSet: set,
    sampler,
    losses,
    epochs: ROUNDS,
    callbacks: [turns],
  });
  const options = { graph, data: [set], phases: [phase], compute: { threads: 1 } };
  await new Experiment("bench", options).run({ progress: false });
  // The first epoch records the step.
  return [times[0].slice(1), times[1].slice(1)];
}

function samples(widths: readonly number[], count: number): FeatureSet {
  const draws = SeedStream.from(3);
  const rows = (width: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: width }, () => draws.uniform()));
  const columns = { x: rows(widths[0] ?? 1), y: rows(widths.at(-1) ?? 1) };
  return FeatureSet.fromColumns("set", columns, { features: ["x"], targets: ["y"] }) as FeatureSet;
}

/** A node for each layer. */
function chain(set: FeatureSet, widths: readonly number[]): ModelGraph {
  const nodes: ModelNode[] = [];
  for (const [at, width] of widths.slice(1).entries()) {
    const model = new MLP({ layers: 1, hidden: width, outputShape: [width], activation: "relu" });
    const input = nodes[at - 1] ?? reference(set, { features: "x" });
    nodes.push(new ModelNode({ label: `n${at}`, model, input }));
  }
  return ModelGraph.of(nodes);
}

function best(values: readonly number[]): number {
  return Math.min(...values);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
