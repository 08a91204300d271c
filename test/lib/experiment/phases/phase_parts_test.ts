import assert from "node:assert/strict";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { FitPhase } from "../../../../lib/experiment/phases/fit_phase.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { TrainPhase } from "../../../../lib/experiment/phases/train_phase.ts";
import { mse, study, training } from "../study.ts";

const source = { featureSet: "pulses", split: "test" };

Deno.test("phases refuse options and choices that there are not", () => {
  assert.throws(
    () => training("train", { epoch: 3 } as never),
    /No option "epoch": did you mean "epochs"\?.*the phase "train"/,
  );
  assert.throws(
    () => training("train", { resultRecording: "lst" as never }),
    /"resultRecording" "lst": did you mean "last"\?/,
  );
  assert.throws(
    () => EvalPhase.fromSplit("test", { ...source, batchsize: 3 } as never),
    /did you mean "batchSize"\?/,
  );
  assert.throws(
    () => FitPhase.fromSplit("fit", { ...source, loses: [mse] } as never),
    /did you mean "losses"\?/,
  );
});

Deno.test("edits of a plan refuse what phases refuse", () => {
  const experiment = study();
  assert.throws(
    () =>
      experiment.edit((draft) => {
        Object.assign(draft.items?.[0] ?? {}, { epoch: 50 });
      }),
    /did you mean "epochs"\?/,
  );
});

Deno.test("phases and groups say what is no list, no callback and no binding", () => {
  assert.throws(
    () => training("train", { losses: mse as never }),
    { name: "TypeError", message: /losses of the phase "train": give a list/ },
  );
  assert.throws(() => training("train", { activeNodes: "Head" as never }), /activeNodes.*a list/);
  assert.throws(
    () => training("train", { losses: ["mse"] as never }),
    { name: "TypeError", message: /Cannot compare in the phase "train".*new AppliedLoss\(/ },
  );
  assert.throws(
    () => training("train", { compute: { thread: 1 } as never }),
    /did you mean "threads"\?.*compute of the phase "train"/,
  );
  assert.throws(
    () => training("train", { checkpointing: "runs" as never }),
    /checkpoints of the phase "train" by "runs": give new Checkpointing\(/,
  );
  assert.throws(
    () => training("train", { callbacks: [EarlyStopping as never] }),
    /Cannot follow "train" with what is no callback.*new EarlyStopping\(\)/,
  );
  assert.throws(
    () => training("train", { inputSources: [source as never] }),
    /its inputSources are InputBindings/,
  );
  assert.throws(
    () => new TrainPhase("train", { losses: [mse] } as never),
    /"inputSources".*missing/,
  );
  assert.throws(
    () => EvalPhase.fromSplit("test", { featureset: "pulses" } as never),
    /without featureSet/,
  );
  assert.throws(() => new PhaseGroup("all", training("train") as never), /give a list of phases/);
  assert.throws(
    () => new PhaseGroup("all", [TrainPhase as never]),
    { name: "TypeError", message: /its items are phases and groups that were made/ },
  );
  assert.throws(
    () => new Evaluation(training("train") as never),
    { name: "TypeError", message: /what is no phase of evaluation: give one, such as EvalPhase/ },
  );
});
