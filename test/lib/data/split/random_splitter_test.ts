import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprint } from "../../../../lib/core/json.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { RandomSplitter } from "../../../../lib/data/split/random_splitter.ts";
import { splitters } from "../../../../lib/data/split/splitter.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses();
const charges = pulses.filter({ pulse_type: "chg" });
const ratios = { train: 0.5, val: 0.3, test: 0.2 };

function groupsIn(view: { getTags(options: { keys: "group" }): { group: unknown[] } }): string {
  return [...new Set(view.getTags({ keys: "group" }).group)].sort().join();
}

Deno.test("a random split is a partition with the counts of the largest remainder", () => {
  fc.assert(fc.property(fc.integer({ min: 10, max: 300 }), fc.integer(), (count, seed) => {
    const view = pulses.take(Array.from({ length: count }, (_, at) => at));
    const split = view.split(new RandomSplitter({ ratios, seed }));
    const rows = Object.values(split).flatMap(({ rows }) => [...rows]);
    assert.deepEqual(rows.sort((a, b) => a - b), [...view.rows]);
    for (const [name, share] of Object.entries(ratios)) {
      const part = split[name as keyof typeof ratios];
      assert.ok(Math.abs(part.length - share * count) < 1);
    }
  }));
});

Deno.test("grouped splits keep groups whole, share out groups, and shuffle them by the seed", () => {
  const chosen = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const split = charges.split(new RandomSplitter({ ratios, groupBy: "group", seed }));
    assert.deepEqual(
      Object.values(split).map((view) => groupsIn(view).split(",").length),
      [3, 1, 1],
    );
    assert.equal(split.train.length + split.val.length + split.test.length, 508);
    assert.equal(groupsIn(split.train).includes(groupsIn(split.test)), false);
    chosen.add(groupsIn(split.test));
  }
  assert.equal(chosen.size, 5);
});

Deno.test("stratified splits have every stratum in the same shares", () => {
  const split = charges.split(new RandomSplitter({ ratios, stratifyBy: "group" }));
  for (const view of Object.values(split)) assert.equal(groupsIn(view), "1,2,3,4,5");
  for (const group of [1, 2, 3, 4, 5]) {
    const all = charges.filter({ group }).length;
    assert.ok(Math.abs(split.train.filter({ group }).length - all / 2) < 1);
  }
});

Deno.test("strict stratification cuts strata to the smallest", () => {
  const kinds = ["a", "a", "a", "a", "a", "a", "b", "b", "b"];
  const set = FeatureSet.fromColumns("s", { kinds }, { features: [], tags: ["kinds"] });
  const split = set.toView().split(
    new RandomSplitter({ ratios: { x: 0.67, y: 0.33 }, stratifyBy: "kinds", strict: true }),
  );
  assert.deepEqual([split.x.length, split.y.length], [4, 2]);
});

Deno.test("a seed gives the same split again, another seed another, a saved splitter the same", () => {
  const splitter = new RandomSplitter({ ratios, seed: 5 });
  const first = charges.split(splitter).train.rows;
  const again = splitters.get("random")(JSON.parse(JSON.stringify(splitter.getConfig())));
  assert.deepEqual(charges.split(again)["train"]?.rows, first);
  const other = charges.split(new RandomSplitter({ ratios, seed: 6 })).train.rows;
  assert.notDeepEqual(other, first);
});

Deno.test("records of splits of long tables replay to the rows that they were made with", () => {
  const x = Int32Array.from({ length: 100_003 }, (_, at) => at);
  const set = FeatureSet.fromColumns("long", { x, kind: x.map((row) => row % 3) }, {
    features: ["x"],
    tags: ["kind"],
  });
  const shares = { a: 0.4, b: 0.35, c: 0.25 };
  const golden = {
    "d0775844166d76b2 355fa07cf50aec3e 004a36bba5ec49eb": {},
    "eeb4972e4f592b41 5d015d5b965790b3 780c581f2a56561b": { stratifyBy: "kind" },
  };
  for (const [rows, options] of Object.entries(golden)) {
    const { splits } = set.split(new RandomSplitter({ ratios: shares, ...options }));
    const found = Object.values(splits).map((view) => fingerprint(view.rows).slice(0, 16));
    assert.equal(found.join(" "), rows);
  }
});

Deno.test("a split of a whole table is that of a view of all of its rows", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 80_000 }), fc.nat(), (length, seed) => {
      const set = FeatureSet.fromColumns("s", { x: new Uint8Array(length) }, { features: ["x"] });
      const splitter = new RandomSplitter({ ratios: { a: 0.5, b: 0.5 }, seed });
      const whole = set.toView().split(splitter);
      const listed = set.toView().withRows(set.rows).split(splitter);
      assert.deepEqual(whole.a.rows, listed.a.rows);
      assert.deepEqual(whole.b.rows, listed.b.rows);
    }),
    { numRuns: 20 },
  );
});

Deno.test("random splits choose every two of six samples about equally often", () => {
  const six = pulses.take([0, 1, 2, 3, 4, 5]);
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const { b } = six.split(new RandomSplitter({ ratios: { a: 0.67, b: 0.33 }, seed }));
    const chosen = b.rows.toSorted().join();
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  const square = counts.values().reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
  assert.equal(counts.size, 15);
  // The chi-square distribution of 14 degrees of freedom goes beyond 36.1 once in a thousand times.
  assert.ok(square < 36.1, String(square));
});

Deno.test("RandomSplitter refuses shares that are none, and splits that would be empty", () => {
  assert.throws(() => new RandomSplitter({ ratios: { a: 0.5, b: 0.4 } }), /add up to 0.9/);
  assert.throws(() => new RandomSplitter({ ratios: { a: 1.5, b: -0.5 } }), /between 0 and 1/);
  assert.throws(
    () => new RandomSplitter({ ratios, groupBy: "cell", stratifyBy: "group" }),
    /Cannot both group and stratify/,
  );
  assert.throws(
    () => charges.split(new RandomSplitter({ ratios: { a: 1, b: 0 } })),
    /nothing is left for "b"/,
  );
  assert.throws(
    () => charges.split(new RandomSplitter({ ratios, groupBy: "voltage" })),
    /Cannot group by "features.voltage.raw": its samples have shape \[101\]/,
  );
});

Deno.test("replaying the records of splits gives the same splits, nested ones inside of theirs", () => {
  const split = pulses
    .splitByCondition({ source: { pulse_type: "chg" }, rest: { pulse_type: "dchg" } })
    .splitRandom({ ratios: { train: 0.8, val: 0.2 }, of: "source", groupBy: "cell", seed: 3 });
  assert.equal(split.splits.train.difference(split.splits.source).length, 0);
  const records = JSON.parse(JSON.stringify(split.splitRecords));
  const again = pulses.replaySplits(records);
  for (const name of split.splitNames) {
    assert.deepEqual(again.getSplit(name).rows, split.getSplit(name).rows);
  }
});

Deno.test("columns by which a FeatureSet is split are checked by the compiler", () => {
  const grouped = pulses.splitRandom({ ratios, groupBy: "tags.cell" });
  assert.equal(grouped.splits.train.overlap(grouped.splits.test), 0);
  // @ts-expect-error a typing error in a key
  assert.throws(() => pulses.splitRandom({ ratios, groupBy: "cel" }), /did you mean "cell"/);
  // @ts-expect-error a typing error in a key
  assert.throws(() => pulses.splitByCondition({ a: { sho: 1 } }), /did you mean "soh"/);
});

Deno.test("RandomSplitter and k folds take more strata, and larger groups, than a call has arguments", () => {
  const x = Int32Array.from({ length: 300_000 }, (_, at) => at >> 1);
  const set = FeatureSet.fromColumns("many", { x, one: x.map(() => 1) }, {
    features: ["x"],
    tags: ["one"],
  });
  const split = set.splitRandom({ ratios: { a: 0.5, b: 0.5 }, stratifyBy: "x", strict: true });
  assert.deepEqual(split.splitSizes, { a: 150_000, b: 150_000 });
  const [fold] = set.addSplit("most", set.take([...x.keys()].slice(0, 299_000))).toView()
    .kFold({ folds: 2, groupBy: "x" });
  assert.equal(fold?.val.length, 150_000);
});
