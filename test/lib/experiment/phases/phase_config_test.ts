import assert from "node:assert/strict";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { FitPhase } from "../../../../lib/experiment/phases/fit_phase.ts";
import { itemConfig, itemFromConfig } from "../../../../lib/experiment/phases/phase_config.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { TrainPhase } from "../../../../lib/experiment/phases/train_phase.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { adam } from "../../../../lib/training/optimizer.ts";
import { evaluation, training } from "../study.ts";

const plan = new PhaseGroup("plan", [
  new PhaseGroup("both", [
    training("warm_up", { activeNodes: ["Head"], clip: { norm: 1 }, resultRecording: "last" }),
    training("tune", {
      optimizer: { Encoder: "sgd", Head: adam({ learningRate: 0.1 }) },
      callbacks: [new EarlyStopping({ patience: 2 })],
      stages: "each",
    }),
  ]),
  evaluation("test"),
  FitPhase.fromSplit("fit", { featureSet: "pulses", partial: true }),
]);

Deno.test("itemFromConfig() makes equal phases of what itemConfig() wrote, through JSON", () => {
  const config = JSON.parse(JSON.stringify(itemConfig(plan)));
  const again = itemFromConfig(config);
  assert.deepEqual(JSON.parse(JSON.stringify(itemConfig(again))), config);
  assert.ok(again instanceof PhaseGroup);
  assert.equal(again.group("both").trainPhase("tune").callbacks[0]?.label, "early_stopping");
});

Deno.test("itemFromConfig() names the place that is not as expected", () => {
  const config = () => JSON.parse(JSON.stringify(itemConfig(plan)));
  const wrong = (change: (config: ReturnType<typeof JSON.parse>) => void) => {
    const changed = config();
    change(changed);
    return () => itemFromConfig(changed);
  };
  assert.throws(
    wrong((plan) => plan.items[1].epochz = 3),
    /plan\.items\[1\]\.epochz must be left out/,
  );
  assert.throws(wrong((plan) => plan.items[1].kind = "evil"), /did you mean "eval"\?/);
  assert.throws(
    wrong((plan) => plan.items[1].inputSources[0].sources = 3),
    /plan\.items\[1\]\.inputSources\[0\]\.sources must be a list/,
  );
  assert.throws(
    wrong((plan) => plan.items[0].items[1].callbacks[0].name = "earlyStoping"),
    /did you mean "earlyStopping"\?/,
  );
});

Deno.test("itemConfig() refuses what no name stands for", () => {
  const custom = defineCallback({ label: "mine" }, {});
  assert.throws(() => itemConfig(training("a", { callbacks: [custom] })), /No callback "custom"/);
  const losses = [new AppliedLoss({ loss: (outputs) => outputs, on: "Head" as const })];
  const phase = new TrainPhase("a", { inputSources: training("b").inputSources, losses });
  assert.throws(() => itemConfig(phase), /register it/);
});
