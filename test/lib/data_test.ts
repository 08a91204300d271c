/**
 * What the data layer must never do: the confirmed faults of ModularML at HEAD that concern data,
 * splits, scalers and samplers, each with what must happen instead.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { concatFeatureSets, deriveColumn } from "../../lib/data/combine.ts";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { joinFeatureSets } from "../../lib/data/join.ts";
import { gt } from "../../lib/data/predicate.ts";
import { reference, resolveReference } from "../../lib/data/reference.ts";
import { Batch } from "../../lib/data/sample/batch.ts";
import { PairedSampler, TripletSampler } from "../../lib/data/sample/role_sampler.ts";
import { checkCondition } from "../../lib/data/sample/similarity.ts";
import { SimpleSampler } from "../../lib/data/sample/simple_sampler.ts";
import { UndoBlockedError } from "../../lib/data/scale/chain.ts";
import { NotInvertibleError } from "../../lib/data/scale/scaler.ts";
import { StandardScaler } from "../../lib/data/scale/affine_scalers.ts";
import { KFoldSplitter } from "../../lib/data/split/fold_splitter.ts";
import { RandomSplitter } from "../../lib/data/split/random_splitter.ts";
import { splitters } from "../../lib/data/split/splitter.ts";
import { batteryPulses } from "./data/battery_pulses.ts";

const pulses = batteryPulses();
const some = pulses.take(Array.from({ length: 40 }, (_, at) => at));

function numbers(label: string, from: number): FeatureSet {
  const x = Array.from({ length: 12 }, (_, at) => from + at);
  return FeatureSet.fromColumns(label, { x, half: x.map((value) => value / 2) }, {
    features: ["x"],
    targets: ["half"],
  });
}

// Tables, views, references

Deno.test("upstream: constructors accept invalid labels; ours refuse them and write a valid one", () => {
  assert.throws(
    () => FeatureSet.fromColumns("My FS.v1", { x: [1] }, { features: ["x"] }),
    /write "My_FS_v1"/,
  );
});

Deno.test("upstream: one identifier given twice makes all new; ours lists those that repeat", () => {
  const make = (ids: string[]) =>
    FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"], ids });
  assert.throws(() => make(["p", "q", "p"]), /appear twice \("p"\)/);
  assert.deepEqual(make(["p", "q", "r"]).sampleIds, ["p", "q", "r"]);
});

Deno.test("upstream: filter() crashes when nothing matches; ours gives an empty view", () => {
  const none = pulses.filter({ soh: gt(1e9) });
  assert.deepEqual([none.length, none.records(), none.getFeatures().shape], [0, [], [0, 1, 101]]);
});

Deno.test("upstream: padded views cannot be read; ours have missing samples and a mask", () => {
  const padded = pulses.take([3]).padTo(2);
  assert.deepEqual([...padded.mask], [1, 0]);
  assert.equal(padded.records({ targets: "soh" })[1]?.soh, null);
  assert.deepEqual(padded.getFeatures().shape, [2, 1, 101]);
});

Deno.test("upstream: comparing views raises; ours say whether they are equal", () => {
  assert.equal(pulses.take([1, 2]).equals(pulses.take([1, 2])), true);
  assert.equal(pulses.take([1, 2]).equals(pulses.take([1, 3])), false);
});

Deno.test("upstream: reading a view writes into the caller's list of columns; ours leaves it", () => {
  const columns = Object.freeze(["soh", "cell"] as const);
  pulses.take([1]).select({ columns }).records({ columns });
  assert.deepEqual(columns, ["soh", "cell"]);
});

Deno.test("upstream: intersection() in its own order comes sorted; ours keeps the order", () => {
  const view = pulses.take([9, 1, 5]);
  assert.deepEqual([...view.intersection(pulses.take([1, 5, 9])).rows], [9, 1, 5]);
});

Deno.test("upstream: samples chosen by identifier lose their order; ours keep it", () => {
  const ids = pulses.take([7, 2, 4]).sampleIds;
  assert.deepEqual(pulses.takeIds(ids).sampleIds, ids);
});

Deno.test("upstream: references to splits do not resolve; ours do, through JSON", () => {
  const set = pulses.splitRandom({ ratios: { train: 0.9, test: 0.1 } });
  const pointer = JSON.parse(JSON.stringify(reference(set, { split: "test", targets: "soh" })));
  const view = resolveReference(pointer, [set]);
  assert.deepEqual([view.length, view.columnNames], [100, ["targets.soh.raw"]]);
  assert.equal(resolveReference(reference(set), [set]).length, 1000);
});

Deno.test("upstream: a typing error in a key raises something about NoneType; ours names the key", () => {
  const set: FeatureSet = pulses;
  assert.throws(
    () => set.getFeatures({ keys: "volt" }),
    /No feature "volt": did you mean "voltage"/,
  );
});

Deno.test("upstream: a wildcard stacks raw and scaled columns; ours reads the newest of each", () => {
  const scaled = pulses.fitTransform("minMax", { domain: "features" });
  const { shape, columns } = scaled.getFeatures({ keys: "*" });
  assert.deepEqual([shape, columns], [[1000, 1, 101], ["voltage"]]);
});

// Splits

Deno.test("upstream: a split of some columns widens to all; ours keeps its columns", () => {
  const narrow = pulses.addSplit("narrow", pulses.take([0, 1]).select({ targets: "soh" }))
    .fitTransform("standard", { domain: "features" });
  assert.deepEqual(narrow.splits.narrow.columnNames, ["targets.soh.raw"]);
  const wide = pulses.addSplit("wide", pulses.take([0, 1]))
    .fitTransform("standard", { domain: "features" });
  assert.ok(wide.splits.wide.columnNames.includes("features.voltage.transformed"));
});

Deno.test("upstream: grouped splits ignore the seed; ours shuffle the groups", () => {
  const test = (seed: number) =>
    pulses.split(
      new RandomSplitter({ ratios: { train: 0.6, test: 0.4 }, groupBy: "group", seed }),
    ).splits.test.getTags().group;
  const chosen = [1, 2, 3, 4, 5, 6].map((seed) => [...new Set(test(seed))].sort().join());
  assert.ok(new Set(chosen).size > 1);
});

Deno.test("upstream: replayed splits have other rows, nested ones of the whole set; ours the same", () => {
  const split = pulses
    .splitByCondition({ source: { pulse_type: "chg" }, rest: { pulse_type: "dchg" } })
    .splitRandom({ ratios: { train: 0.8, val: 0.2 }, of: "source", seed: 9 });
  const again = pulses.replaySplits(split.splitRecords);
  for (const name of split.splitNames) {
    assert.deepEqual(again.getSplit(name).rows, split.getSplit(name).rows);
  }
  assert.equal(again.getSplit("val").difference(again.getSplit("source")).length, 0);
});

Deno.test("upstream: the config of a splitter drops strict stratification; ours keeps it", () => {
  const options = { ratios: { a: 0.5, b: 0.5 }, stratifyBy: "pulse_type", strict: true };
  const config = JSON.parse(JSON.stringify(new RandomSplitter(options).getConfig()));
  const { a, b } = pulses.toView().split(splitters.get("random")(config));
  assert.equal((a?.length ?? 0) + (b?.length ?? 0), 2 * 492);
});

Deno.test("upstream: one fold is accepted and has nothing to train on; ours is refused", () => {
  assert.throws(() => pulses.split(new KFoldSplitter({ folds: 1 })), /at least 2/);
});

// Scalers

Deno.test("upstream: scaling another set changes a scaler that was fitted; ours never changes", () => {
  const scaler = new StandardScaler();
  const first = numbers("first", 0).fitTransform(scaler, { domain: "features" });
  const before = JSON.stringify(first.scalerRecords[0]?.fitted.getState());
  numbers("second", 500).fitTransform(scaler, { domain: "features" });
  assert.equal(JSON.stringify(first.scalerRecords[0]?.fitted.getState()), before);
  assert.ok(Math.abs((first.inverse([0], { domain: "features" })[0] ?? NaN) - 5.5) < 1e-12);
});

Deno.test("upstream: a later scaler on some of the keys does not block an undo; ours does", () => {
  const set = FeatureSet.fromColumns("two", { a: [1, 2, 5], b: [3, 4, 9] }, {
    features: ["a", "b"],
  }).fitTransform("standard", { domain: "features", keys: ["a", "b"] })
    .fitTransform("minMax", { domain: "features", keys: "a" });
  assert.throws(
    () => set.undoLastTransform({ domain: "features", keys: ["a", "b"] }),
    UndoBlockedError,
  );
});

Deno.test("upstream: a set whose scaler merged axes cannot be loaded; ours can, and undone", async () => {
  const signals = { a: [[1, 2], [3, 4]], b: [[5, 6], [7, 10]] };
  const set = FeatureSet.fromColumns("s", signals, { features: ["a", "b"] })
    .fitTransform("minMax", { domain: "features", share: "all" });
  const loaded = await FeatureSet.load(await set.save());
  assert.deepEqual(loaded.records(), set.records());
  assert.deepEqual(loaded.undoLastTransform({ domain: "features" }).records(), [
    { a: [1, 2], b: [5, 6] },
    { a: [3, 4], b: [7, 10] },
  ]);
});

Deno.test("upstream: scaled samples of two axes cannot be read; ours keep their shape", async () => {
  const images = Array.from({ length: 4 }, (_, at) => [[at, 2 * at], [3 * at, at * at]]);
  const set = FeatureSet.fromColumns("m", { images }, { features: ["images"] })
    .fitTransform("minMax", { domain: "features" });
  const loaded = await FeatureSet.load(await set.save());
  assert.deepEqual(loaded.column("images").shape, [2, 2]);
  assert.deepEqual(loaded.column("images").at(3), [[1, 1], [1, 1]]);
});

Deno.test("upstream: per-sample scalers invert by the last rows they saw; ours have no inverse", () => {
  const set = pulses.fitTransform("perSampleMinMax", { domain: "features" });
  assert.throws(
    () => set.inverse(new Float64Array(101), { domain: "features" }),
    NotInvertibleError,
  );
});

// Samplers and batches

Deno.test("upstream: batches are drawn once and every epoch repeats them; ours are drawn anew", () => {
  const sampler = new SimpleSampler({ batchSize: 8, shuffle: true });
  const rows = (epoch: number) =>
    Array.from(sampler.batches(some, { epoch }), (batch) => [...batch.view().rows]).flat();
  assert.notDeepEqual(rows(0), rows(1));
  assert.deepEqual(rows(0), rows(0));
});

Deno.test("upstream: batches lose tags; ours keep them, padding included", () => {
  const sampler = new SimpleSampler({ batchSize: 24, last: "pad" });
  const [, batch] = sampler.batches(some);
  const { cell = [] } = batch?.read().tags ?? {};
  assert.deepEqual([cell.length, cell[0], cell[23]], [24, 5, null]);
});

Deno.test("upstream: shapes of samples cannot be compared by content; ours are plain data", () => {
  const [batch] = new SimpleSampler({ batchSize: 8 }).batches(some);
  assert.equal(JSON.stringify(batch?.getFeatures().shape), "[8,1,101]");
  assert.deepEqual(some.shapes, pulses.shapes);
});

Deno.test("upstream: unequal numbers of partners cannot be aligned; ours takes the fewest", () => {
  const kind = ["a", "a", "b", "b", "b"];
  const set = FeatureSet.fromColumns("k", { kind }, { features: [], tags: ["kind"] });
  const sampler = new TripletSampler({
    positive: { kind: {} },
    negative: { kind: { mode: "dissimilar" } },
    maxPerAnchor: 3,
    batchSize: 99,
  });
  const [batch] = sampler.batches(set.toView());
  assert.equal(batch?.size, 2 * 1 + 3 * 2);
});

Deno.test("upstream: similarity conditions are never checked; ours are, at construction", () => {
  assert.throws(() => new PairedSampler({ conditions: { soh: { tolerance: -1 } } }), RangeError);
  assert.throws(() => checkCondition({ minWeight: 2, maxWeight: 1 }), /above maxWeight/);
});

Deno.test("upstream: a metric scores partners but does not find them; ours does both", () => {
  const hour = [23, 1, 12, 11];
  const set = FeatureSet.fromColumns("h", { hour }, { features: ["hour"] });
  const sampler = new PairedSampler({
    conditions: {
      hour: {
        tolerance: 2,
        metric: ([a = 0], [b = 0]) => Math.min(Math.abs(a - b), 24 - Math.abs(a - b)),
      },
    },
    batchSize: 9,
  });
  const [batch] = sampler.batches(set.toView());
  assert.deepEqual([...batch?.view("pair").rows ?? []], [1, 0, 3, 2]);
});

Deno.test("upstream: partners depend on how the work is shared out; ours on seed, role, anchor", () => {
  const sampler = new PairedSampler({ conditions: { group: {} }, batchSize: 1 });
  const tuples = (from: number) =>
    Array.from(sampler.batches(some, { from }), (batch) => [
      batch.view("anchor").rows[0],
      batch.view("pair").rows[0],
    ]);
  assert.deepEqual(tuples(0).slice(50), tuples(50));
});

Deno.test("upstream: merging batches multiplies identifiers; ours have one per sample and role", () => {
  const roles = { a: { rows: Int32Array.of(1, 2) }, b: { rows: Int32Array.of(3, 4) } };
  const data = new Batch(some, roles, { epoch: 0, index: 0 }).readRoles();
  assert.deepEqual(Object.values(data).map(({ sampleIds }) => sampleIds.length), [2, 2]);
});

// What holds for any sequence of operations

Deno.test("identifiers stay with their samples through splits, scalers, joins and files", async () => {
  const set = FeatureSet.fromColumns("origin", {
    x: Array.from({ length: 24 }, (_, at) => at * at),
    y: Array.from({ length: 24 }, (_, at) => -at),
    kind: Array.from({ length: 24 }, (_, at) => "abc"[at % 3] as string),
  }, { features: ["x"], targets: ["y"], tags: ["kind"] });
  const origin = new Map(set.sampleIds.map((id, row) => [id, set.column("y").at(row)]));
  const other = FeatureSet.fromColumns("other", { kind: ["a", "b", "c"], z: [1, 2, 3] }, {
    features: ["z"],
    tags: ["kind"],
  });
  type Step = (set: FeatureSet, at: number) => FeatureSet | Promise<FeatureSet>;
  const steps: readonly Step[] = [
    (set, at) => set.splitRandom({ ratios: { [`p${at}`]: 0.5, [`q${at}`]: 0.5 }, seed: at }),
    (set) => set.fitTransform("standard", { domain: "features" }),
    (set) => set.undoAllTransforms(),
    (set) => set.clearSplits(),
    (set, at) =>
      deriveColumn(set, `d${at}`, { domain: "tags", from: ["x"], make: ({ x }) => x ?? 0 }),
    async (set) => await FeatureSet.load(await set.save()),
    (set) => concatFeatureSets("again", set.toView().kFold({ folds: 3 }).map(({ val }) => val)),
    (set) =>
      set.featureKeys.includes("z")
        ? set
        : joinFeatureSets("joined", [set, other], { on: ["kind"] }),
  ];
  const path = fc.array(fc.nat(steps.length - 1), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(path, async (chosen) => {
      let current: FeatureSet = set;
      for (const [at, step] of chosen.entries()) current = await (steps[step] as Step)(current, at);
      assert.deepEqual(
        new Map(current.sampleIds.map((id, row) => [id, current.column("y").at(row)])).size,
        24,
      );
      for (const [row, id] of current.sampleIds.entries()) {
        assert.equal(current.column("y").at(row), origin.get(id));
      }
    }),
    { numRuns: 30 },
  );
});
