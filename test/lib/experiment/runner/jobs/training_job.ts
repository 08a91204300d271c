/** A job as folds and trials are: trains a small network and gives its losses and weights. */
import {
  AppliedLoss,
  FeatureSet,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  Trainer,
} from "../../../../../lib/mod.ts";
import { SeedStream } from "../../../../../lib/core/seed.ts";
import type { JobContext } from "../../../../../lib/experiment/runner/job.ts";
import type { PlainTree } from "../../../../../lib/experiment/runner/tree.ts";

/** Trains for some steps, on one thread. */
export async function train(
  { seed, steps }: { readonly seed: number; readonly steps: number },
  { report }: JobContext,
): Promise<PlainTree> {
  const chance = SeedStream.from(seed);
  const x = Array.from({ length: 64 }, () => [chance.normal(), chance.normal()]);
  const set = FeatureSet.fromRecords(
    "set",
    x.map(([a = 0, b = 0]) => ({ x: [a, b], y: Math.sin(a) * b })),
    { features: ["x"], targets: ["y"] },
  );
  const node = new ModelNode({
    label: "net",
    model: new MLP({ outputShape: [1], hidden: 8 }),
    input: reference(set),
  });
  const built = ModelGraph.of([node]).build([set], { seeds: chance.split("weights") });
  using trainer = new Trainer(built, {
    losses: [new AppliedLoss({ loss: "mse", on: "net" as const })],
    threads: 1,
  });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss } = await trainer.step({ set: set.toView() });
    losses.push(loss);
    report(loss);
  }
  trainer.store();
  return { losses, state: built.getState() as unknown as PlainTree };
}
