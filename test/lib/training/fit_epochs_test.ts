import assert from "node:assert/strict";
import {
  AlignedSampler,
  AppliedLoss,
  type Batch,
  ModelGraph,
  sgd,
  SimpleSampler,
  Trainer,
} from "../../../lib/mod.ts";
import { fitEpochs, type Steps } from "../../../lib/training/fit_epochs.ts";
import type { StepResult } from "../../../lib/training/trainer_options.ts";
import { cells, mlp } from "../graph/cells.ts";
import { voltages } from "../graph/voltages.ts";

const view = cells.toView();
const sampler = new SimpleSampler({ batchSize: 24, shuffle: true, seed: 3 });
const graph = ModelGraph.of([mlp("Head")]);
const options = {
  losses: [new AppliedLoss({ loss: "mse", on: "Head" })],
  optimizer: sgd({ learningRate: 0.05 }),
  threads: 1,
};

/** A trainer whose losses are 1, 2, 3 and so on. */
function counting(): Steps & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    sizes,
    step: (samples) => {
      const [batch] = Object.values(samples) as readonly Batch[];
      const loss = sizes.push(batch?.size ?? NaN);
      const losses = loss % 2 === 0 ? { even: loss } : { odd: loss };
      const result: StepResult = { loss, losses, outputs: {}, rates: { n: loss }, updated: true };
      return Promise.resolve(result);
    },
  };
}

Deno.test("Trainer.fit() takes the steps that a loop over batches takes", async () => {
  using built = graph.build([cells]);
  using trainer = new Trainer(built, options);
  const reports = await trainer.fit(view, { epochs: 2, sampler });
  using same = graph.build([cells]);
  using other = new Trainer(same, options);
  const losses: number[] = [];
  for (const epoch of [0, 1]) {
    for (const batch of sampler.batches(view, { epoch })) {
      losses.push((await other.step({ cells: batch })).loss);
    }
  }
  assert.deepEqual(built.getState(), same.getState());
  const means = [losses.slice(0, 3), losses.slice(3)].map((all) =>
    all.reduce((sum, loss) => sum + loss, 0) / 3
  );
  assert.deepEqual(reports.map(({ loss }) => loss), means);
});

Deno.test("fitEpochs() reports means of the steps that had a loss, and the last rates", async () => {
  const trainer = counting();
  const steps: number[] = [];
  const [report] = await fitEpochs(trainer, view, {
    sampler,
    firstEpoch: 4,
    onStep: ({ loss }, { epoch, step }) => steps.push(loss, epoch, step),
  });
  assert.deepEqual(report, {
    epoch: 4,
    steps: 3,
    loss: 2,
    losses: { odd: 2, even: 2 },
    rates: { n: 3 },
  });
  assert.deepEqual(steps, [1, 4, 0, 2, 4, 1, 3, 4, 2]);
  assert.deepEqual(trainer.sizes, [24, 24, 16]);
  const whole = counting();
  await fitEpochs(whole, cells, { sampler });
  assert.deepEqual(whole.sizes, trainer.sizes);
});

Deno.test("fitEpochs() stops when onEpoch gives false, and waits for it", async () => {
  const trainer = counting();
  const seen: number[] = [];
  const reports = await fitEpochs(trainer, view, {
    epochs: 9,
    sampler,
    onEpoch: async ({ epoch }) => {
      await Promise.resolve();
      seen.push(epoch);
      return epoch < 1;
    },
  });
  assert.deepEqual([seen, reports.length, trainer.sizes.length], [[0, 1], 2, 6]);
});

Deno.test("fitEpochs() stops before the next batch when its signal aborts", async () => {
  const trainer = counting();
  const control = new AbortController();
  const stopped = new Error("enough");
  await assert.rejects(
    fitEpochs(trainer, view, {
      epochs: 9,
      sampler,
      signal: control.signal,
      onStep: ({ loss }) => {
        if (loss === 4) control.abort(stopped);
      },
    }),
    stopped,
  );
  assert.equal(trainer.sizes.length, 4);
});

Deno.test("fitEpochs() stops with the cell that it runs in", async () => {
  const KEY = Symbol.for("modulab.cellSignal");
  const session = globalThis as unknown as Record<symbol, unknown>;
  const control = new AbortController();
  session[KEY] = () => control.signal;
  try {
    control.abort(new Error("interrupted"));
    await assert.rejects(fitEpochs(counting(), view), /interrupted/);
  } finally {
    delete session[KEY];
  }
});

Deno.test("fitEpochs() deals several FeatureSets out by an AlignedSampler only", async () => {
  const other = voltages({ label: "other", count: 64 });
  const views = { cells: view, other: other.toView() };
  const aligned = new AlignedSampler({ sampler, on: ["cell"] });
  const once = { cells: cells.take([0, 1, 2]), other: other.take([2, 1, 0]) };
  const trainer = counting();
  await fitEpochs(trainer, once, { sampler: aligned });
  assert.deepEqual(trainer.sizes, [3]);
  await assert.rejects(
    fitEpochs(trainer, views, { sampler }),
    /Cannot deal out samples of cells, other at once: give one view, or an AlignedSampler/,
  );
});

Deno.test("fitEpochs() refuses numbers of epochs that mean nothing, and samples without batches", async () => {
  await assert.rejects(fitEpochs(counting(), view, { epochs: 1.5 }), /for 1.5 epochs/);
  await assert.rejects(fitEpochs(counting(), view, { epcohs: 2 } as object), /"epochs"\?/);
  const large = new SimpleSampler({ batchSize: 100, last: "drop" });
  await assert.rejects(fitEpochs(counting(), view, { sampler: large }), /gives no batch/);
  assert.deepEqual(await fitEpochs(counting(), view, { epochs: 0 }), []);
});
