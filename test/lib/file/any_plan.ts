/** Plans with whatever phases can hold, by chance. */
import fc from "fast-check";
import { EarlyStopping } from "../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../lib/experiment/callbacks/evaluation.ts";
import { LearningRate } from "../../../lib/experiment/callbacks/learning_rate.ts";
import { Checkpointing } from "../../../lib/experiment/checkpoints/checkpointing.ts";
import { PhaseGroup } from "../../../lib/experiment/phases/phase_group.ts";
import type { PlanItem } from "../../../lib/experiment/phases/phase.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { adamW, sgd } from "../../../lib/training/optimizer.ts";
import { cosineRate } from "../../../lib/training/schedules.ts";
import { evaluation, mse, type Nodes, training } from "../experiment/study.ts";

/** Texts that YAML could take for something else. */
const label = fc.constantFrom(
  "a",
  "yes",
  "null",
  "1e3",
  "0x1F",
  "-b",
  "{c}",
  "#e",
  "ü✓",
  "'q\"",
);

const source = { featureSet: "pulses", split: "val", losses: [mse] };
const callback = fc.oneof(
  fc.boolean().map((runOnStart) =>
    Evaluation.fromSplit("val", {
      ...source,
      runOnStart,
      metrics: [{ name: "r2", on: "Head" as const, metric: "r2" }],
    })
  ),
  fc.integer({ min: 1, max: 99 }).map((patience) =>
    new EarlyStopping({ patience, minDelta: 1e-9 })
  ),
  fc.constant(new LearningRate({ rates: [0.1, 0.05] })),
);

const train = fc.record({
  epochs: fc.integer({ min: 1, max: 1000 }),
  optimizer: fc.constantFrom(
    sgd({ learningRate: 1e-7 }),
    adamW({ learningRate: cosineRate({ rate: 0.1, updates: 100 }), weightDecay: 0.01 }),
  ),
  losses: label.map((label) => [
    new AppliedLoss<Nodes>({ loss: "mae", on: "Head", weight: 0.1, label }),
  ]),
  callbacks: fc.uniqueArray(callback, { maxLength: 3, selector: (one) => one.label }),
  clip: fc.constantFrom(undefined, { norm: 1 }),
  accumulate: fc.constantFrom(undefined, 3),
  activeNodes: fc.constantFrom(undefined, ["Head"] as const),
  checkpointing: fc.constantFrom(undefined, new Checkpointing({ everyN: 3, maxToKeep: 2 })),
  resultRecording: fc.constantFrom("all", "last", "none"),
}, { requiredKeys: [] });

/** Options that are not there are left out. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}

/** Up to four phases and groups, with labels of their own. */
export const anyPlan: fc.Arbitrary<readonly PlanItem[]> = fc.uniqueArray(
  fc.tuple(label, fc.constantFrom("train", "eval", "group"), train),
  { minLength: 1, maxLength: 4, selector: ([own]) => own },
).map((parts) =>
  parts.map(([own, kind, options]): PlanItem => {
    if (kind === "eval") return evaluation(own);
    const phase = training(kind === "group" ? `${own}_in` : own, given(options) as object);
    return kind === "group" ? new PhaseGroup(own, [phase]) : phase;
  })
);
