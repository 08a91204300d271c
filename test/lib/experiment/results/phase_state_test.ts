import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import {
  PhaseRecorder,
  type RecorderState,
} from "../../../../lib/experiment/results/phase_recorder.ts";
import type { PhaseResults } from "../../../../lib/experiment/results/phase_results.ts";
import {
  type PhaseState,
  resultsOfState,
  stateOfResults,
} from "../../../../lib/experiment/results/phase_state.ts";
import { answers, cells, losses, record, stepOf } from "./recorded.ts";

function busy(epochs: number): PhaseRecorder<"train", "Head"> {
  const recorder = record({ kind: "train" }, { epochs });
  for (let epoch = 0; epoch < epochs; epoch++) {
    recorder.metric("val_loss", 3 - epoch, { epoch, batch: null });
  }
  recorder.artifact("points", { x: Float32Array.of(1, 2) }, { epoch: 0, batch: null });
  recorder.callback({
    kind: "note",
    label: "n",
    epoch: 0,
    batch: null,
    edge: "end",
    result: "fine",
  });
  return recorder;
}

/** What a file of plain data and typed arrays would give back. */
function copied(state: RecorderState): RecorderState {
  return structuredClone(state);
}

Deno.test("setState() goes on in the middle of an epoch as if nothing had happened", () => {
  const whole = busy(1);
  const half = busy(1);
  for (const recorder of [whole, half]) recorder.step(stepOf(1, 0));
  const resumed = new PhaseRecorder({ label: "phase", kind: "train", losses, data: [cells] });
  resumed.setState(copied(half.getState()));
  for (const recorder of [whole, resumed]) {
    recorder.step(stepOf(1, 1));
    recorder.endEpoch(1);
    recorder.metric("val_loss", 1, { epoch: 1, batch: null });
  }
  assert.deepEqual(answers(resumed.results), answers(whole.results));
  assert.equal(resumed.results.metric("train_loss").at({ epoch: 1, batch: null }), 15.75);
  assert.throws(() => resumed.step(stepOf(1, 1)), /steps go forward/);
});

Deno.test("setState() after the end of an epoch does not end it twice", () => {
  const resumed = new PhaseRecorder({ label: "phase", kind: "train", losses });
  resumed.setState(copied(busy(2).getState()));
  resumed.endEpoch(1);
  assert.equal(resumed.results.metric("train_loss").where({ batch: null }).length, 2);
});

Deno.test("setState() with recording last keeps the epoch that was kept", () => {
  const recorder = record({ kind: "train", recording: "last" });
  recorder.keepEpoch(1);
  const resumed = new PhaseRecorder<"train", "Head">({
    label: "phase",
    kind: "train",
    losses,
    recording: "last",
  });
  resumed.setState(copied(recorder.getState()));
  for (const epoch of [2, 3]) resumed.step(stepOf(epoch, 0));
  assert.deepEqual(resumed.results.tensors("Head").axisValues("epoch"), [1, 3]);
  // Steps that came later show which FeatureSet it is.
  assert.deepEqual([...resumed.results.sourceView("cells", { epoch: 1, batch: 1 }).rows], [
    3,
    4,
    -1,
  ]);
});

Deno.test("results that are restored without data say what is missing", () => {
  const state = structuredClone(stateOfResults(busy(2).results));
  const found = resultsOfState(state) as PhaseResults<"Head">;
  assert.throws(
    () => found.sourceView("cells", { epoch: 0, batch: 0 }),
    /give that FeatureSet as data/,
  );
  const other = FeatureSet.fromColumns("cells", { soh: [1, 2] }, { features: ["soh"] });
  const wrong = resultsOfState(state, { data: [other] }) as PhaseResults<"Head">;
  assert.throws(() => wrong.sourceView("cells", { epoch: 0, batch: 0 }), /has other samples/);
});

Deno.test("stateOfResults() holds groups, and results and series within answers of callbacks", () => {
  const inner = record({ kind: "eval", label: "val" }, { epochs: 1 }).finish({
    status: "completed",
  });
  const recorder = busy(1);
  const place = { label: "val", epoch: 0, batch: null, edge: "end" };
  recorder.callback({ ...place, kind: "evaluation", result: inner });
  const curve = AxisSeries.from("rate", [[{ step: 0 }, 0.1]]);
  recorder.callback({ ...place, kind: "curve", result: { curve } });
  recorder.callback({ ...place, kind: "odd", result: new Map() });
  const group = new PhaseGroupResults("plan", [recorder.finish({ status: "stopped" })]);
  const state = structuredClone(stateOfResults(group));
  const found = (resultsOfState(state, { data: [cells] }) as PhaseGroupResults<"Head">).train();
  assert.equal(found.status, "stopped");
  const evaluation = found.callbacks<typeof inner>("evaluation").one();
  assert.deepEqual(
    evaluation.stackedTensors("Head", { unscale: true }),
    inner.stackedTensors("Head", { unscale: true }),
  );
  assert.deepEqual(
    evaluation.aggregatedLosses("Head").items(),
    inner.aggregatedLosses("Head").items(),
  );
  assert.deepEqual(
    found.callbacks<{ curve: typeof curve }>("curve").one().curve.items(),
    curve.items(),
  );
  assert.match(found.notices.join(), /callback at kind "odd".*was no plain data \(Map\)/);
});

Deno.test("states of another version or phase are refused", () => {
  const state = busy(1).getState();
  const newer = { ...state, version: 2 } as unknown as PhaseState;
  assert.throws(() => resultsOfState(newer), /version 2/);
  const other = new PhaseRecorder({ label: "other", kind: "train", losses });
  assert.throws(
    () => other.setState(state),
    /Cannot go on with results of the train phase "phase"/,
  );
});
