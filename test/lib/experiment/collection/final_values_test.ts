import assert from "node:assert/strict";
import {
  epochValues,
  finalValues,
  ofPhase,
  phaseAt,
  phaseOf,
} from "../../../../lib/experiment/collection/final_values.ts";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import { PhaseRecorder } from "../../../../lib/experiment/results/phase_recorder.ts";
import { evaluation, study, training } from "../study.ts";

Deno.test("finalValues() takes the last epoch of metrics: of the whole epoch, else the mean of batches", () => {
  const recorder = new PhaseRecorder({ label: "train", kind: "train", losses: [] });
  for (const [epoch, loss] of [3, 1].entries()) {
    recorder.step({ epoch, batch: 0, samples: {}, loss, losses: {}, outputs: undefined });
    recorder.metric("rate", epoch + 10, { epoch, batch: 0 });
    recorder.step({ epoch, batch: 1, samples: {}, loss: loss + 1, losses: {}, outputs: undefined });
    recorder.metric("rate", epoch + 20, { epoch, batch: 1 });
    recorder.endEpoch(epoch);
  }
  const results = recorder.finish({ status: "completed" });
  const inner = new PhaseGroupResults("tuning", [results]);
  assert.deepEqual(finalValues(new PhaseGroupResults("plan", [inner])), [
    { phase: "tuning/train", name: "train_loss", value: 1.5 },
    { phase: "tuning/train", name: "rate", value: 16 },
  ]);
  assert.deepEqual(epochValues(results.metric("rate")).values(), [15, 16]);
});

Deno.test("finalValues() takes losses of evaluations over all of their samples", async () => {
  const { results } = await study([training("train"), evaluation("test")]).run({ progress: false });
  const found = finalValues(results).find(({ phase }) => phase === "test");
  assert.deepEqual(found, {
    phase: "test",
    name: "mse",
    value: results.eval().aggregatedLosses("Head").one(),
  });
});

Deno.test("phaseAt() finds phases by label, and by group and label where several have one", () => {
  const phase = () =>
    new PhaseRecorder({ label: "train", kind: "train", losses: [] }).finish({
      status: "completed",
    });
  const [one, two] = [phase(), phase()];
  const twins = new PhaseGroupResults("plan", [
    new PhaseGroupResults("one", [one]),
    new PhaseGroupResults("two", [two]),
  ]);
  assert.equal(phaseAt(twins, "two/train"), two);
  assert.equal(phaseAt(twins.group("one"), "train"), one);
  assert.throws(() => phaseAt(twins, "three/train"), /"three"/);
});

Deno.test("phaseOf() names the phase of values, and says when they are of several", () => {
  const values = ["one/train", "two/train", "test"].map((phase) => ({ phase }));
  const asked = { name: "mse", phase: "train" };
  assert.equal(phaseOf(ofPhase(values, "test"), asked), "test");
  assert.equal(phaseOf(ofPhase(values, "trian"), asked), undefined);
  assert.throws(() => phaseOf(ofPhase(values, "train"), asked), {
    name: "RangeError",
    message: /which "train" is meant: "one\/train", "two\/train" end with "mse"; name one of them/,
  });
});
