import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprint } from "../../../../lib/core/json.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { kFold } from "../../../../lib/data/split/folds.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses();
const view = pulses.take(Array.from({ length: 200 }, (_, at) => at));

Deno.test("kFold() has every sample in one validation set, and the others in training", () => {
  const options = fc.record({
    folds: fc.integer({ min: 2, max: 7 }),
    seed: fc.nat(99),
    by: fc.constantFrom({}, { groupBy: "cell" }, { stratifyBy: "group" }),
  });
  fc.assert(
    fc.property(options, ({ by, ...rest }) => {
      const folds = view.kFold({ ...rest, ...by });
      const all = folds.flatMap(({ val }) => [...val.rows]).sort((a, b) => a - b);
      assert.deepEqual(all, [...view.rows]);
      for (const { train, val } of folds) {
        assert.equal(train.length + val.length, 200);
        assert.equal(train.overlap(val), 0);
        if ("groupBy" in by) {
          const cells = new Set(val.getTags().cell);
          assert.ok(train.getTags().cell.every((cell) => !cells.has(cell)));
        } else assert.ok(Math.abs(val.length - 200 / rest.folds) < 1);
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("kFold() spreads strata within one sample, and follows the seed, grouped or not", () => {
  for (const { val } of view.kFold({ folds: 4, stratifyBy: "group" })) {
    for (const group of [1, 2, 3, 4, 5]) assert.equal(val.filter({ group }).length, 10);
  }
  const rows = (seed: number) => view.kFold({ folds: 5, groupBy: "cell", seed })[0]?.val.rows;
  assert.deepEqual(rows(1), rows(1));
  assert.notDeepEqual(rows(1), rows(2));
});

Deno.test("kFold() refuses one fold, and more folds than there are groups", () => {
  assert.throws(() => view.kFold({ folds: 1 }), /at least 2/);
  assert.throws(() => view.kFold({ folds: 6, groupBy: "group" }), /6 folds of 5 groups/);
});

Deno.test("leaveOneGroupOut() validates on each group once", () => {
  const folds = view.leaveOneGroupOut("group");
  assert.deepEqual(folds.map(({ val }) => [...new Set(val.getTags().group)]), [[1], [2], [3], [4], [
    5,
  ]]);
  assert.ok(folds.every(({ train, val }) => train.length + val.length === 200));
  assert.throws(() => view.filter({ group: 1 }).leaveOneGroupOut("group"), /same group/);
});

Deno.test("timeSeriesFolds() trains on what was before, with a gap and a window", () => {
  const time = Array.from({ length: 12 }, (_, at) => 11 - at);
  const set = FeatureSet.fromColumns("t", { time }, { features: ["time"] }).toView();
  const times = (options: { gap?: number; maxTrain?: number; by?: "time" }) =>
    set.timeSeriesFolds({ folds: 3, by: "time", ...options })
      .map(({ train, val }) => [train.column("time").toArray(), val.column("time").toArray()]);
  assert.deepEqual(times({}), [
    [[0, 1, 2], [3, 4, 5]],
    [[0, 1, 2, 3, 4, 5], [6, 7, 8]],
    [[0, 1, 2, 3, 4, 5, 6, 7, 8], [9, 10, 11]],
  ]);
  assert.deepEqual(times({ gap: 1, maxTrain: 2 }).at(-1), [[6, 7], [9, 10, 11]]);
  assert.throws(() => set.timeSeriesFolds({ folds: 20 }), /make fewer or smaller ones/);
});

Deno.test("timeSeriesFolds() refuses numbers that are no counts: a gap below 0 would train on what is validated", () => {
  const set = FeatureSet.fromColumns("t", { x: new Float32Array(12) }, { features: ["x"] })
    .toView();
  const wrong = [
    { gap: -2 },
    { gap: NaN },
    { gap: 0.5 },
    { maxTrain: 0 },
    { maxTrain: -3 },
    {
      size: 1.5,
    },
    { size: 0 },
    { folds: 2.5 },
    { folds: 0 },
  ];
  for (const options of wrong) {
    const [[name, count] = []] = Object.entries(options);
    assert.throws(
      () => set.timeSeriesFolds({ folds: 2, ...options }),
      new RegExp(`with ${name}: ${count}; give a whole number from [01] on`),
    );
  }
});

Deno.test("kFold() gives the folds that saved splits were made of, whatever the length of the table", () => {
  const x = Int32Array.from({ length: 100_003 }, (_, at) => at);
  const columns = { x, kind: x.map((row) => row % 3), cell: x.map((row) => row % 1000) };
  const set = FeatureSet.fromColumns("long", columns, { features: ["x"], tags: ["kind", "cell"] });
  const golden = {
    "71e2884a567e 7412ea92d3e9 c5b3aa37f571": {},
    "5103efedef92 591f689ed534 21ff55351c96": { stratifyBy: "kind" },
    "5feeeaf0c995 72fb90db62fd 0273a8428f29": { groupBy: "cell" },
  };
  for (const [rows, options] of Object.entries(golden)) {
    const folds = kFold(set, { folds: 3, ...options });
    const found = folds.map(({ train, val }) => fingerprint(train, val).slice(0, 12));
    assert.equal(found.join(" "), rows);
  }
});
