import assert from "node:assert/strict";
import { logUniform } from "../../../../lib/experiment/sweep/parameters.ts";
import { SweepResults, type SweepTrial } from "../../../../lib/experiment/sweep/sweep_results.ts";

const ranges = { rate: logUniform([1e-4, 1]), kind: ["b", "a"] } as const;

function trial(
  index: number,
  [rate, kind, value]: readonly [number, "a" | "b", number],
  changes: Partial<SweepTrial<typeof ranges>> = {},
): SweepTrial<typeof ranges> {
  const rungs = [{ epochs: 1, value }];
  const plain = {
    label: `trial_${index}`,
    index,
    parameters: { rate, kind },
    value,
    rungs,
    runs: [],
  };
  return { ...plain, status: "completed", ...changes };
}

function two(value: number): Pick<SweepTrial, "rungs"> {
  return { rungs: [{ epochs: 1, value: 9 }, { epochs: 3, value }] };
}

const results = new SweepResults({
  label: "sweep",
  objective: { metric: "val_loss" },
  ranges,
  trials: [
    trial(0, [1e-4, "a", 0.1], { status: "stopped" }),
    trial(1, [1e-2, "b", 0.3], two(0.3)),
    trial(2, [1, "a", NaN], { status: "failed", rungs: [], error: new Error("boom") }),
    trial(3, [1e-3, "b", 0.2], two(0.2)),
  ],
  status: "completed",
});

Deno.test("SweepResults.ranked puts trials with more epochs first, and failed ones last", () => {
  assert.deepEqual(results.ranked.map(({ index }) => index), [3, 1, 0, 2]);
  assert.equal(results.best().index, 3);
});

Deno.test("SweepResults.table() has parameters, the objective, epochs and status", () => {
  const table = results.table();
  assert.deepEqual(table.labels, ["trial_3", "trial_1", "trial_0", "trial_2"]);
  assert.deepEqual(table.toRecords()[0], {
    trial: "trial_3",
    rate: 1e-3,
    kind: "b",
    val_loss: 0.2,
    epochs: 3,
    status: "completed",
  });
  assert.equal(table.value("trial_2", "val_loss"), null);
});

Deno.test("SweepResults.plot() draws a line through the parameters of each trial with a value", () => {
  const { data, encoding } = results.plot() as unknown as {
    data: { values: { trial: string; parameter: string; place: number; value: string }[] };
    encoding: { x: { sort: string[] } };
  };
  assert.deepEqual(encoding.x.sort, ["rate", "kind"]);
  const rates = data.values.filter(({ parameter }) => parameter === "rate");
  assert.deepEqual(rates.map(({ place }) => Number(place.toFixed(6))), [0, 1, 0.5]);
  const kinds = data.values.filter(({ parameter }) => parameter === "kind");
  assert.deepEqual(kinds.map(({ place, value }) => [place, value]), [[0, "a"], [1, "b"], [1, "b"]]);
});

Deno.test("SweepResults.best() says why there is none", () => {
  const none = new SweepResults({ ...results, trials: [results.trial("trial_2")] });
  assert.throws(
    () => none.best(),
    /Cannot tell the best of 1 trials of sweep: trial_2 failed: boom/,
  );
});
