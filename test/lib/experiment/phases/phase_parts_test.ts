import assert from "node:assert/strict";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { FitPhase } from "../../../../lib/experiment/phases/fit_phase.ts";
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
