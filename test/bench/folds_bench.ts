/**
 * What worker processes gain: cross-validation here, fold after fold, beside one and two workers.
 *
 * Prints a table of medians of rounds in which each has its turn, with their ratio to the folds here.
 * Never fails by the clock.
 *
 * @module
 */

import { SeedStream } from "../../lib/core/seed.ts";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { reference } from "../../lib/data/reference.ts";
import { SimpleSampler } from "../../lib/data/sample/simple_sampler.ts";
import { CrossValidation } from "../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../lib/experiment/cross_validation/cv_binding.ts";
import { Experiment } from "../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../lib/experiment/phases/eval_phase.ts";
import { TrainPhase } from "../../lib/experiment/phases/train_phase.ts";
import { ChildProcessRunner } from "../../lib/experiment/runner/child_process_runner.ts";
import { TRAINING_PERMISSIONS } from "../../lib/experiment/runner/worker_permissions.ts";
import type { RunManyOptions } from "../../lib/experiment/travel/run_experiments.ts";
import { ModelGraph } from "../../lib/graph/model_graph.ts";
import { ModelNode } from "../../lib/graph/model_node.ts";
import { MLP } from "../../lib/models/mlp.ts";
import "../../lib/tf.ts";
import { AppliedLoss } from "../../lib/training/applied_loss.ts";

const ROUNDS = 5;
const FOLDS = 4;

interface Case {
  readonly name: string;
  /** Units of the input, and of the layers between. */
  readonly width: number;
  readonly hidden: number;
  readonly samples: number;
  readonly epochs: number;
}

const CASES: readonly Case[] = [
  { name: "10-32-32-1, 500 × 3 epochs", width: 10, hidden: 32, samples: 500, epochs: 3 },
  { name: "10-32-32-1, 500 × 100 epochs", width: 10, hidden: 32, samples: 500, epochs: 100 },
  { name: "784-256-256-1, 5,000 × 10 epochs", width: 784, hidden: 256, samples: 5000, epochs: 10 },
];

const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
const WAYS: Readonly<Record<string, RunManyOptions>> = {
  "here": {},
  "1 worker": { runner, concurrency: 1 },
  "2 workers": { runner, concurrency: 2 },
};

const heads = [`${FOLDS} folds of`, ...Object.keys(WAYS).map((way) => `${way}, s`), "here ÷ 2"];
console.log(heads.map((head, at) => at === 0 ? head.padEnd(34) : head.padStart(13)).join(""));
for (const one of CASES) {
  const times = await measure(one);
  const medians = Object.keys(WAYS).map((way) => median(times.get(way) ?? []));
  const [here = NaN, , two = NaN] = medians;
  const cells = [...medians.map((time) => time.toFixed(2)), (here / two).toFixed(2)];
  console.log(one.name.padEnd(34) + cells.map((cell) => cell.padStart(13)).join(""));
}

async function measure(one: Case): Promise<ReadonlyMap<string, readonly number[]>> {
  const cv = crossValidation(one);
  const times = new Map(Object.keys(WAYS).map((way) => [way, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    const found = new Set<string>();
    for (const [way, options] of Object.entries(WAYS)) {
      const start = performance.now();
      const results = await cv.run({ ...options, progress: false });
      times.get(way)?.push((performance.now() - start) / 1000);
      found.add(results.spread("mse", "test").values.join());
    }
    if (found.size > 1) throw new Error(`Folds differ by where they run: ${[...found].join(" ")}`);
  }
  return times;
}

function crossValidation({ width, hidden, samples, epochs }: Case): CrossValidation {
  const draws = SeedStream.from(7);
  const values = Float32Array.from({ length: samples * width }, () => draws.normal());
  const set = FeatureSet.fromColumns("cells", {
    x: { values, shape: [width] },
    y: Array.from({ length: samples }, (_, row) => Math.sin(values[row * width] ?? 0)),
  }, { features: ["x"], targets: ["y"] })
    .splitRandom({ ratios: { train: 0.6, val: 0.2, test: 0.2 } }) as unknown as FeatureSet;
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
  const source = { featureSet: set, losses };
  const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
  const experiment = new Experiment("cells", {
    graph: ModelGraph.of([
      new ModelNode({
        label: "Head",
        model: new MLP({ outputShape: [1], layers: 2, hidden }),
        input: reference(set, { features: "x" }),
      }),
    ]),
    data: [set],
    phases: [
      TrainPhase.fromSplit("train", { ...source, split: "train", sampler, epochs }),
      EvalPhase.fromSplit("test", { ...source, split: "test" }),
    ],
    compute: { threads: 1 },
  });
  const binding = new CVBinding({ featureSet: set, sourceSplits: ["train", "val"] });
  return new CrossValidation({ experiment, bindings: [binding], folds: FOLDS }) as CrossValidation;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}
