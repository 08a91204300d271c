import assert from "node:assert/strict";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import { PhaseRecorder } from "../../../../lib/experiment/results/phase_recorder.ts";
import {
  betterFirst,
  checkObjective,
  readObjective,
} from "../../../../lib/experiment/sweep/objective.ts";

function phase(label: string, values: readonly number[]): PhaseRecorder<"train">["results"] {
  const recorder = new PhaseRecorder({ label, kind: "train", losses: [] });
  for (const [epoch, value] of values.entries()) {
    recorder.step({ epoch, batch: 0, samples: {}, loss: value, losses: {}, outputs: undefined });
    recorder.metric("accuracy", value, { epoch, batch: null });
    recorder.endEpoch(epoch);
  }
  return recorder.finish({ status: "completed" });
}

const results = new PhaseGroupResults("plan", [
  new PhaseGroupResults("group", [phase("warm", [0.1, 0.9, 0.4])]),
  phase("tune", [0.5, 0.6]),
]);

Deno.test("readObjective() reads the last epoch, or the best one in its direction", () => {
  const accuracy = { metric: "accuracy", phase: "warm" } as const;
  assert.equal(readObjective(accuracy, results), 0.4);
  assert.equal(readObjective({ ...accuracy, pick: "best" }, results), 0.1);
  const best = { ...accuracy, pick: "best", direction: "maximize" } as const;
  assert.equal(readObjective(best, results), 0.9);
  assert.equal(readObjective({ ...accuracy, phase: "group/warm" }, results), 0.4);
});

Deno.test("readObjective() reads the best epoch of the phase that is meant, where two have one label", () => {
  const twins = new PhaseGroupResults("plan", [
    new PhaseGroupResults("one", [phase("train", [1, 2])]),
    new PhaseGroupResults("two", [phase("train", [5, 3, 4])]),
  ]);
  const best = { metric: "accuracy", phase: "two/train", pick: "best" } as const;
  assert.equal(readObjective(best, twins), 3);
});

Deno.test("readObjective() takes a phase in no group before those in groups", () => {
  const both = new PhaseGroupResults("plan", [
    new PhaseGroupResults("group", [phase("train", [1, 2])]),
    phase("train", [5, 3]),
  ]);
  assert.equal(readObjective({ metric: "accuracy", phase: "train" }, both), 3);
  assert.equal(readObjective({ metric: "accuracy", phase: "train", pick: "best" }, both), 3);
});

Deno.test("readObjective() says what there is, and which phases are meant", () => {
  assert.throws(() => readObjective({ metric: "acuracy" }, results), /did you mean "accuracy"/);
  assert.throws(
    () => readObjective({ metric: "accuracy" }, results),
    /"group\/warm", "tune" have one; name the phase/,
  );
});

Deno.test("betterFirst() puts what is no number last, in both directions", () => {
  for (const direction of ["minimize", "maximize"] as const) {
    const order = [NaN, 2, 1, 3, NaN].sort(betterFirst({ metric: "x", direction }));
    const numbers = direction === "minimize" ? [1, 2, 3] : [3, 2, 1];
    assert.deepEqual(order, [...numbers, NaN, NaN]);
  }
});

Deno.test("checkObjective() refuses options that there are not", () => {
  assert.throws(() => checkObjective({ metrc: "x" } as never), /did you mean "metric"/);
  assert.throws(() => checkObjective({ metric: "x", pick: "first" as never }), /"last", "best"/);
});
