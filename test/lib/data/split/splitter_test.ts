/** What every splitter promises, whichever it is. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { gte, lt } from "../../../../lib/data/predicate.ts";
import { ConditionSplitter } from "../../../../lib/data/split/condition_splitter.ts";
import {
  KFoldSplitter,
  LeaveOneGroupOutSplitter,
  TimeSeriesSplitter,
} from "../../../../lib/data/split/fold_splitter.ts";
import { RandomSplitter } from "../../../../lib/data/split/random_splitter.ts";
import {
  SplitOverlapError,
  type Splitter,
  splitters,
} from "../../../../lib/data/split/splitter.ts";

const ratios = { train: 0.5, val: 0.3, test: 0.2 };
const kinds = ["a", "b", "c", "d"];

/** Samples whose groups and kinds follow a seed, in an order that is not that of the table. */
const samples = fc.record({
  length: fc.integer({ min: 40, max: 90 }),
  step: fc.constantFrom(1, 7, 37),
}).map(({ length, step }) => {
  const at = Array.from({ length }, (_, row) => row);
  const set = FeatureSet.fromColumns("s", {
    x: at.map((row) => (row * step) % 91),
    group: at.map((row) => row % 10),
    kind: at.map((row) => kinds[row % 4] as string),
  }, { features: ["x"], tags: ["group", "kind"] });
  return set.take(at.filter((row) => row % 9 !== 2).map((row) => (row * step) % length));
}).filter((view) => new Set(view.rows).size === view.length);

const seed = fc.nat(50);
const makers: Readonly<Record<string, (seed: number) => Splitter>> = {
  random: (seed) => new RandomSplitter({ ratios, seed }),
  "random, grouped": (seed) => new RandomSplitter({ ratios, groupBy: "group", seed }),
  "random, stratified": (seed) => new RandomSplitter({ ratios, stratifyBy: "kind", seed }),
  "by condition": () =>
    new ConditionSplitter({ conditions: { low: { x: lt(40) }, high: { x: gte(40) } } }),
  "k folds": (seed) => new KFoldSplitter({ folds: 4, seed }),
  "k folds, grouped": (seed) => new KFoldSplitter({ folds: 4, groupBy: "group", seed }),
  "k folds, stratified": (seed) => new KFoldSplitter({ folds: 4, stratifyBy: "kind", seed }),
  "leave one group out": () => new LeaveOneGroupOutSplitter({ groupBy: "group" }),
  "time series": () => new TimeSeriesSplitter({ folds: 3, by: "x", gap: 1 }),
};

function sorted(rows: Iterable<number>): number[] {
  return [...rows].sort((a, b) => a - b);
}

for (const [name, make] of Object.entries(makers)) {
  Deno.test(`${name}: splits hold samples of the source only, none twice`, () => {
    fc.assert(
      fc.property(samples, seed, (view, seed) => {
        const splitter = make(seed);
        const among = new Set(view.rows);
        const parts = Object.values(view.split(splitter)).map(({ rows }) => rows);
        for (const rows of parts) {
          assert.equal(new Set(rows).size, rows.length);
          assert.ok(rows.every((row) => among.has(row)));
        }
        if (splitter.mayOverlap === true) return;
        assert.deepEqual(sorted(parts.flatMap((rows) => [...rows])), sorted(view.rows));
      }),
      { numRuns: 25 },
    );
  });

  Deno.test(`${name}: a splitter made again by its config, through JSON, splits alike`, () => {
    fc.assert(
      fc.property(samples, seed, (view, seed) => {
        const splitter = make(seed);
        const config = JSON.parse(JSON.stringify(splitter.getConfig()));
        const again = splitters.get(splitter.name)(config);
        const rows = (of: Splitter) =>
          Object.entries(view.split(of)).map(([split, { rows }]) => [split, [...rows]]);
        assert.deepEqual(rows(again), rows(splitter));
      }),
      { numRuns: 10 },
    );
  });
}

Deno.test("grouped splits and folds never tear a group apart", () => {
  fc.assert(
    fc.property(samples, seed, (view, seed) => {
      for (const name of ["random, grouped", "k folds, grouped", "leave one group out"]) {
        const splits = view.split((makers[name] as (seed: number) => Splitter)(seed));
        const held = Object.entries(splits).filter(([split]) =>
          !split.endsWith("train") || name[0] === "r"
        );
        const owners = new Map<unknown, string>();
        for (const [split, part] of held) {
          for (const group of new Set(part.getTags().group)) {
            assert.equal(owners.get(group), undefined, `${name}: ${group} is in two splits`);
            owners.set(group, split);
          }
        }
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("stratified splits and folds are within one sample of the exact share of each stratum", () => {
  fc.assert(
    fc.property(samples, seed, (view, seed) => {
      for (const kind of kinds) {
        const stratum = view.filter({ kind });
        const random = view.split(new RandomSplitter({ ratios, stratifyBy: "kind", seed }));
        for (const [split, share] of Object.entries(ratios)) {
          const count = random[split as keyof typeof ratios].filter({ kind }).length;
          assert.ok(Math.abs(count - share * stratum.length) < 1, `${split} has ${count}`);
        }
        for (const { val } of view.kFold({ folds: 4, stratifyBy: "kind", seed })) {
          const count = val.filter({ kind }).length;
          assert.ok(Math.abs(count - stratum.length / 4) < 1, `a fold has ${count}`);
        }
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("a splitter of your own is registered by name, checked and replayed", () => {
  class EveryOther implements Splitter<"even" | "odd"> {
    readonly name = "everyOther";
    split({ rows }: { rows: Int32Array }): Record<"even" | "odd", Int32Array> {
      const pick = (rest: number) => rows.filter((_, at) => at % 2 === rest);
      return { even: pick(0), odd: pick(1) };
    }
    getConfig(): Record<string, never> {
      return {};
    }
  }
  splitters.register("everyOther", () => new EveryOther());
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4, 5] }, { features: ["x"] });
  const split = set.split(new EveryOther());
  assert.deepEqual([...split.splits.odd.rows], [1, 3]);
  const again = set.replaySplits(JSON.parse(JSON.stringify(split.splitRecords)));
  assert.deepEqual(again.splitSizes, { even: 3, odd: 2 });
});

Deno.test("a splitter that breaks its promise is found out, with its name and the samples", () => {
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3] }, { features: ["x"] });
  const giving = (parts: Record<string, number[]>): Splitter => ({
    name: "broken",
    split: () =>
      Object.fromEntries(
        Object.entries(parts).map(([name, rows]) => [name, Int32Array.from(rows)]),
      ),
    getConfig: () => ({}),
  });
  assert.throws(() => set.split(giving({ a: [0, 1], b: [1, 2] })), (error: unknown) => {
    assert.ok(error instanceof SplitOverlapError);
    assert.deepEqual([error.splits, error.count], [["a", "b"], 1]);
    return true;
  });
  assert.throws(() => set.split(giving({ a: [7] })), /broken put row 7 into "a"/);
  assert.throws(() => set.split(giving({ a: [1, 1] })), /holds row 1 twice/);
  assert.throws(() => set.split(giving({ "my split": [1] })), /invalid character/);
});

Deno.test("folds as splits are recorded, and know their names", () => {
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4, 5, 6] }, { features: ["x"] })
    .split(new KFoldSplitter({ folds: 3, seed: 1 }));
  assert.deepEqual(set.splitSizes, {
    fold_0_train: 4,
    fold_0_val: 2,
    fold_1_train: 4,
    fold_1_val: 2,
    fold_2_train: 4,
    fold_2_val: 2,
  });
  assert.equal(set.getSplit("fold_2_val").overlap(set.getSplit("fold_2_train")), 0);
  assert.equal(set.splitRecords[0]?.splitter.name, "kFold");
});

Deno.test("what is put into splits of few samples of a long table is checked all the same", () => {
  const x = new Uint8Array(10_000_000);
  const set = FeatureSet.fromColumns("long", { x }, { features: ["x"] });
  const few = set.take(Int32Array.from({ length: 1000 }, (_, at) => 9_999_999 - 7 * at));
  const sound = Object.values(few.split(new RandomSplitter({ ratios, seed: 1 })));
  assert.equal(sound.reduce((sum, { length }) => sum + length, 0), 1000);
  const parts = { a: few.rows.slice(0, 500), b: few.rows.slice(499) };
  const broken: Splitter = { name: "broken", split: () => parts, getConfig: () => ({}) };
  assert.throws(() => few.split(broken), /share 1 sample/);
  const invented: Splitter = { ...broken, split: () => ({ a: Int32Array.of(3) }) };
  assert.throws(() => few.split(invented), /put row 3 into "a"/);
});

Deno.test("the compiler compares the columns of a splitter with those of a FeatureSet", () => {
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4], cell: ["a", "a", "b", "b"] }, {
    features: ["x"],
    tags: ["cell"],
  });
  const halves = { a: 0.5, b: 0.5 };
  const view = set.toView();
  const typed = new RandomSplitter({ ratios: halves, groupBy: "cell" });
  assert.deepEqual(set.split(typed).splitNames, ["a", "b"]);
  assert.deepEqual(Object.keys(view.split(new RandomSplitter({ ratios: halves }))), ["a", "b"]);
  const conditions = { low: { x: lt(2) }, b: { cell: "b" } };
  assert.deepEqual(set.split(new ConditionSplitter({ conditions })).splitSizes, { low: 1, b: 2 });
  // One that was made by its name tells no names; it is compared when it runs.
  const byName: Splitter = splitters.get("random")({ ratios: halves, groupBy: "cel" });
  assert.throws(() => set.split(byName), /did you mean "cell"/);
  const wrong = new RandomSplitter({ ratios: halves, groupBy: "cel" });
  // @ts-expect-error a typing error in a key
  assert.throws(() => set.split(wrong), /did you mean "cell"/);
  // @ts-expect-error a typing error in a key
  assert.throws(() => view.split(new KFoldSplitter({ folds: 2, groupBy: "cel" })), /"cell"/);
  // @ts-expect-error a typing error in a key
  assert.throws(() => view.split(new LeaveOneGroupOutSplitter({ groupBy: "cel" })), /"cell"/);
  // @ts-expect-error a typing error in a key
  assert.throws(() => set.split(new TimeSeriesSplitter({ folds: 2, by: "y" })), /No column "y"/);
  const strange = new ConditionSplitter({ conditions: { low: { z: 1 } } });
  // @ts-expect-error a typing error in a key
  assert.throws(() => set.split(strange), /No column "z"/);
});
