/** A phase of two epochs of two batches, the last of them padded, as a run would record it. */
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import type { Batch } from "../../../../lib/data/sample/batch.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import type { HostTensor } from "../../../../lib/engine/run/onnx_runtime.ts";
import type { PhaseStep } from "../../../../lib/experiment/results/phase_log.ts";
import {
  PhaseRecorder,
  type RecorderOptions,
} from "../../../../lib/experiment/results/phase_recorder.ts";
import type { PhaseResults } from "../../../../lib/experiment/results/phase_results.ts";
import type { PhaseKind } from "../../../../lib/experiment/results/phase_source.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";

/** Five cells: two voltages each, and a state of health that is scaled to 0 … 1. */
export const cells: FeatureSet = FeatureSet.fromColumns("cells", {
  voltage: [[3.5, 3.6], [3.1, 3.2], [3.3, 3.4], [2.9, 3], [3.7, 3.8]],
  soh: [90, 60, 80, 70, 100],
  cell: ["a", "b", "c", "d", "e"],
}, { features: ["voltage"], targets: ["soh"], tags: ["cell"] })
  .fitTransform("minMax", { domain: "targets" });

export const losses: readonly AppliedLoss<"Head">[] = [
  new AppliedLoss({ loss: "mse", on: "Head" }),
  new AppliedLoss({ loss: "mae", on: "Head", weight: 0.5, label: "l1" }),
];

/** Batches of three: rows 0, 1, 2 and rows 3, 4 with one of padding. */
export function batches(): readonly Batch[] {
  return [0, 1].map((index) => {
    const rows = index === 0 ? [0, 1, 2] : [3, 4, -1];
    const view = cells.toView().withRows(Int32Array.from(rows));
    const [batch] = new SimpleSampler({ batchSize: 3 }).batches(view);
    return batch as Batch;
  });
}

/** A node that gives the targets, and 9 for padding. */
export function headOutput(batch: Batch): HostTensor {
  const { values, shape } = batch.getTargets({ dtype: "float32" });
  const mask = batch.mask();
  const data = Float32Array.from(values, (value, at) => mask[at] === 0 ? 9 : value);
  return { dtype: "float32", shape, data };
}

/** What the run tells of each step: losses are 10 × epoch + batch, and half of it. */
export function stepOf(epoch: number, batch: number): PhaseStep {
  const samples = batches()[batch] as Batch;
  const mse = 10 * epoch + batch;
  return {
    epoch,
    batch,
    samples: { cells: samples },
    loss: mse * 1.5,
    losses: { mse, l1: mse / 2 },
    outputs: { Head: { output: headOutput(samples) } },
  };
}

export function record<K extends PhaseKind>(
  options: Partial<RecorderOptions<K, "Head">> & { readonly kind: K },
  { epochs = 2 }: { readonly epochs?: number } = {},
): PhaseRecorder<K, "Head"> {
  const recorder = new PhaseRecorder<K, "Head">({ label: "phase", losses, ...options });
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of [0, 1]) recorder.step(stepOf(epoch, batch));
    recorder.endEpoch(epoch);
  }
  return recorder;
}

/** All that results answer, as plain data. */
export function answers(results: PhaseResults<"Head">): unknown {
  return {
    status: results.status,
    losses: results.losses("Head").items(),
    totals: results.totals.items(),
    metrics: results.metrics().items(),
    named: results.metricNames.map((name) => results.metric(name).items()),
    artifacts: results.artifacts().items(),
    callbacks: results.callbacks().items(),
    tensors: results.tensors("Head", { unscale: true }).items(),
    rows: results.sourceViews("Head").map(({ rows }) => [...rows]).items(),
  };
}
