import assert from "node:assert/strict";
import { CVResults } from "../../../../lib/experiment/cross_validation/cv_results.ts";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import { PhaseRecorder } from "../../../../lib/experiment/results/phase_recorder.ts";
import { ExperimentRun } from "../../../../lib/experiment/run/experiment_run.ts";

/** Folds whose validation loss falls by one from epoch to epoch, and ends at these values. */
function resultsOf(values: readonly number[]): CVResults {
  const folds = values.map((value, index) => {
    const recorder = new PhaseRecorder({ label: "train", kind: "train", losses: [] });
    for (const epoch of [0, 1]) {
      recorder.step({
        epoch,
        batch: 0,
        samples: {},
        loss: value + 1 - epoch,
        losses: {},
        outputs: undefined,
      });
      recorder.endEpoch(epoch);
      recorder.metric("val_loss", value + 1 - epoch, { epoch, batch: null });
    }
    const results = new PhaseGroupResults("plan", [recorder.finish({ status: "completed" })]);
    const times = { startedAt: 0, endedAt: 0, durations: {} };
    const run = new ExperimentRun({
      ...{ label: "plan", index: 0, status: "completed", results, notices: [], resumed: false },
      ...times,
    });
    const live = { graph: {}, training: undefined, counts: {}, fitted: {} };
    return { label: `fold_${index}`, index, rows: {}, data: [], run, results, live };
  });
  return new CVResults({ label: "cv", folds, count: 4, status: "completed", notices: [] });
}

const results = resultsOf([1, 2, 6]);

Deno.test("CVResults.spread() tells mean and standard deviation of what folds ended with", () => {
  const { mean, std, values } = results.spread("val_loss", "train");
  assert.equal(mean, 3);
  assert.ok(Math.abs(std - Math.sqrt(7)) < 1e-12);
  assert.deepEqual(values, [1, 2, 6]);
  assert.throws(() => results.spread("val_los", "train"), /did you mean "train val_loss"/);
});

Deno.test("CVResults.table() has a row for each fold, the mean and the standard deviation", () => {
  const table = results.table();
  assert.deepEqual(table.labels, ["fold_0", "fold_1", "fold_2", "mean", "std"]);
  assert.equal(table.value("fold_1", "train val_loss"), 2);
  assert.equal(table.value("mean", "train train_loss"), 3);
});

Deno.test("CVResults.fold() finds folds by number and label, and says which there are", () => {
  assert.equal(results.fold(1).label, "fold_1");
  assert.throws(() => results.fold(3), /No fold "3".*"fold_0", "fold_1", "fold_2"/);
});

Deno.test("CVResults.collect() and metric() have an axis fold", () => {
  const asked = results.collect((fold) => fold.train().epochCount);
  assert.deepEqual(asked.toRecords()[2], { fold: "fold_2", value: 2 });
  const metric = results.metric("val_loss", "train");
  assert.equal(metric.at({ fold: "fold_2", epoch: 0, batch: null }), 7);
});

Deno.test("CVResults shows a table with a caption, and draws a line for each fold", () => {
  const show = (results as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  const { "text/html": html = "", "text/plain": text = "" } = show?.call(results) ?? {};
  assert.match(html, /^<table><caption>cv: 3 of 4 folds · .*val_loss 3 ± 2.646<\/caption><thead>/);
  assert.match(html, /<th scope="row"[^>]*>fold_2<\/th>/);
  assert.match(text, /^cv: 3 of 4 folds/);
  const { encoding, data } = results.plot("val_loss", "train") as unknown as {
    encoding: { color: { title: string } };
    data: { values: object[] };
  };
  assert.equal(encoding.color.title, "fold");
  assert.equal(data.values.length, 6);
});
