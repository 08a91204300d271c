/**
 * What it takes to record and to ask for the results of a long run: 10,000 epochs × 100 batches.
 *
 * Prints a table: the median and the worst of some rounds. Never fails by the clock.
 *
 * @module
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PhaseRecorder } from "../../lib/experiment/results/phase_recorder.ts";
import { ResultsStore } from "../../lib/experiment/results/store/results_store.ts";
import { AppliedLoss } from "../../lib/training/applied_loss.ts";

const EPOCHS = 10_000;
const BATCHES = 100;
const ROUNDS = 9;

const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
const options = { label: "long", kind: "train", losses, recording: "none" } as const;
const recorder = new PhaseRecorder(options);

const folder = await mkdtemp(join(tmpdir(), "results-"));
const store = await ResultsStore.open(folder);
const inMemory = run(recorder);
const stored = run(new PhaseRecorder({ ...options, store }));
const { results } = recorder;

const queries: Readonly<Record<string, () => unknown>> = {
  "losses of one epoch, mean of its batches, as callbacks ask": () =>
    results.losses("Head").where({ epoch: EPOCHS - 1 }).collapse("batch", "mean").one(),
  "metric: where epoch": () => results.metric("train_loss").where({ epoch: 5000 }).length,
  "metric: where epoch is one of three": () =>
    results.metric("train_loss").where({ epoch: [1, 5000, 9999] }).length,
  "metric: where a test of the batch": () =>
    results.metric("train_loss").where({ batch: (batch) => batch === null }).length,
  "metric: mean of the batches of all epochs": () =>
    results.metric("train_loss").collapse("batch", "mean").length,
  "losses: mean of the batches of all epochs": () =>
    results.losses("Head").collapse("batch", "mean").length,
  "losses: best epoch of each batch": () => results.losses("Head").collapse("epoch", "min").length,
  "metric: last": () => results.metric("train_loss").last(),
  "metric: last by epoch and batch": () => results.metric("train_loss").last("epoch", "batch"),
  "metric: at one place": () => results.metric("train_loss").at({ epoch: 7777, batch: null }),
  "metric: shape": () => results.metric("train_loss").shape,
  "losses: plot": () => results.losses("Head").plot(),
  "losses: Arrow": () => results.losses("Head").toArrow(),
  "the same of a folder, which is loaded first": async () =>
    (await ResultsStore.read(folder)).train().losses("Head").collapse("batch", "mean").length,
};

console.log(`${EPOCHS} epochs × ${BATCHES} batches, ${ROUNDS} rounds`);
console.log(`recording a step: ${inMemory.toFixed(3)} µs, with a store ${stored.toFixed(3)} µs`);
console.log(`${"".padEnd(60)}${"median ms".padStart(12)}${"worst ms".padStart(12)}`);
for (const [title, ask] of Object.entries(queries)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    await ask();
    times.push(performance.now() - from);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const [median = 0, worst = 0] = [sorted[ROUNDS >> 1], sorted.at(-1)];
  console.log(
    `${title.padEnd(60)}${median.toFixed(3).padStart(12)}${worst.toFixed(3).padStart(12)}`,
  );
}
await rm(folder, { recursive: true });

/** Microseconds for a step. */
function run(into: PhaseRecorder<"train">): number {
  const start = performance.now();
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let batch = 0; batch < BATCHES; batch++) {
      const loss = 1 / (1 + epoch) + batch;
      into.step({ epoch, batch, samples: {}, loss, losses: { mse: loss }, outputs: undefined });
    }
    into.endEpoch(epoch);
  }
  into.finish({ status: "completed" });
  return (1000 * (performance.now() - start)) / (EPOCHS * BATCHES);
}
