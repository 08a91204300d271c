import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { concatFeatureSets, deriveColumn } from "../../../lib/data/combine.ts";
import { joinFeatureSets } from "../../../lib/data/join.ts";
import { lineage, sampleLineage, type SampleOrigin } from "../../../lib/data/lineage.ts";
import { gt } from "../../../lib/data/predicate.ts";
import { KFoldSplitter } from "../../../lib/data/split/fold_splitter.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses()
  .splitByCondition({ source: { pulse_type: "chg" } })
  .splitRandom({ ratios: { train: 0.8, val: 0.2 }, of: "source", seed: 7 })
  .fitTransform("perSampleZeroStart", { domain: "features" })
  .fitTransform("minMax", { domain: "features", fitTo: "train" })
  .fitTransform("standard", { domain: "targets" });

function names(set: FeatureSet, of: string): readonly string[] {
  return lineage(set, of).map(({ name, options }) =>
    `${name} ${(options["scaler"] as { name: string } | undefined)?.name ?? ""}`.trim()
  );
}

Deno.test("lineage() of a column has its scalers, and the splits that they learned from", () => {
  assert.deepEqual(names(pulses, "voltage"), [
    "fromRecords",
    "split",
    "split",
    "fitTransform perSampleZeroStart",
    "fitTransform minMax",
  ]);
  assert.deepEqual(names(pulses, "soh"), ["fromRecords", "fitTransform standard"]);
  assert.deepEqual(names(pulses, "targets.soh.raw"), ["fromRecords"]);
});

Deno.test("lineage() of a split has the split it came of, and the seed", () => {
  const [, , random] = lineage(pulses, "val");
  assert.deepEqual(names(pulses, "val"), ["fromRecords", "split", "split"]);
  assert.equal((random?.options["splitter"] as { config: { seed: number } }).config.seed, 7);
});

Deno.test("lineage() forgets what was undone", () => {
  const undone = pulses.undoLastTransform({ domain: "features" });
  assert.deepEqual(names(undone, "voltage"), ["fromRecords", "fitTransform perSampleZeroStart"]);
});

/** A FeatureSet that went through one operation, and what lineage must tell of it. */
const operations: Readonly<
  Record<string, { set: () => FeatureSet | Promise<FeatureSet>; of: string; names: string[] }>
> = {
  fromColumns: { set: base, of: "x", names: ["fromColumns"] },
  fromRecords: {
    set: () => FeatureSet.fromRecords("r", [{ x: 1 }], { features: ["x"] }),
    of: "x",
    names: ["fromRecords"],
  },
  fromArrow: {
    set: async () => FeatureSet.fromArrow("r", await base().toArrow()),
    of: "x",
    names: ["fromArrow"],
  },
  fromDataFrame: {
    set: () =>
      FeatureSet.fromDataFrame("r", { columns: ["x"], values: [[1]] }, { features: ["x"] }),
    of: "x",
    names: ["fromDataFrame"],
  },
  fromFile: {
    set: () => FeatureSet.fromFile("r", { text: "x\n1\n" }, { features: ["x"], format: "csv" }),
    of: "x",
    names: ["fromFile"],
  },
  split: {
    set: () => base().splitRandom({ ratios: { a: 0.5, b: 0.5 }, seed: 3 }),
    of: "a",
    names: ["split"],
  },
  addSplit: {
    set: () => base().addSplit("some", base().take([0])),
    of: "some",
    names: ["addSplit"],
  },
  clearSplits: {
    set: () => {
      const first = base().splitRandom({ ratios: { a: 0.5, b: 0.5 }, seed: 3 }).clearSplits();
      return first.splitByCondition({ a: { x: 1 } });
    },
    of: "a",
    names: ["fromColumns", "split"],
  },
  fitTransform: {
    set: () => base().fitTransform("standard", { domain: "features" }),
    of: "x",
    names: ["fromColumns", "fitTransform"],
  },
  undoLastTransform: {
    set: () =>
      base().fitTransform("standard", { domain: "features" })
        .fitTransform("minMax", { domain: "features" }).undoLastTransform({ domain: "features" }),
    of: "x",
    names: ["fromColumns", "fitTransform"],
  },
  undoAllTransforms: {
    set: () => base().fitTransform("standard", { domain: "features" }).undoAllTransforms(),
    of: "x",
    names: ["fromColumns"],
  },
  derive: {
    set: () =>
      deriveColumn(base().fitTransform("standard", { domain: "features" }), "z", {
        domain: "tags",
        from: ["x"],
        make: ({ x }) => x,
      }),
    of: "z",
    names: ["fromColumns", "fitTransform", "derive"],
  },
  concat: {
    set: () => concatFeatureSets("all", [base(), base("more", 7)]),
    of: "x",
    names: ["fromColumns", "fromColumns", "concat"],
  },
  join: {
    set: () => joinFeatureSets("j", [base(), other()], { on: ["kind"] }),
    of: "w",
    names: ["fromRecords", "join"],
  },
  load: {
    set: async () =>
      await FeatureSet.load(await concatFeatureSets("all", [base(), base("more", 7)]).save()),
    of: "x",
    names: ["fromColumns", "fromColumns", "concat"],
  },
};

function base(label = "base", from = 1): FeatureSet {
  const x = [from, from + 1, from + 2];
  return FeatureSet.fromColumns(label, { x, kind: ["a", "b", "a"] }, {
    features: ["x"],
    tags: ["kind"],
  });
}

function other(): FeatureSet {
  return FeatureSet.fromRecords("other", [{ kind: "a", w: 1 }, { kind: "b", w: 2 }], {
    features: ["w"],
    tags: ["kind"],
  });
}

for (const [name, { set, of, names: wanted }] of Object.entries(operations)) {
  Deno.test(`lineage() after ${name} tells what was done`, async () => {
    const found = lineage(await set(), of);
    assert.deepEqual(found.map((one) => one.name), wanted);
    assert.ok(found.every(({ options }) => typeof options === "object"));
  });
}

Deno.test("lineage() tells the file, the condition and the seed", async () => {
  const set = (await FeatureSet.fromFile("r", { sql: "select range as x from range(9)" }, {
    features: ["x"],
  })).splitRandom({ ratios: { a: 0.5, b: 0.5 }, seed: 3 });
  assert.deepEqual(lineage(set, "x")[0]?.options["source"], {
    sql: "select range as x from range(9)",
  });
  const { config } = lineage(set, "a")[0]?.options["splitter"] as { config: { seed: number } };
  assert.equal(config.seed, 3);
});

Deno.test("lineage() of a split has the columns whose values decided, scaled or as they came", () => {
  const scaled = base().fitTransform("standard", { domain: "features" });
  const by = (set: FeatureSet, split: string) => lineage(set, split).map(({ name }) => name);
  assert.deepEqual(by(scaled.splitByCondition({ a: { x: gt(0) } }), "a"), [
    "fromColumns",
    "fitTransform",
    "split",
  ]);
  const grouped = scaled.splitRandom({ ratios: { a: 0.5, b: 0.5 }, groupBy: "kind" });
  assert.deepEqual(by(grouped, "a"), ["fromColumns", "split"]);
  const folds = scaled.split(new KFoldSplitter({ folds: 2 }));
  assert.deepEqual(by(folds, "fold_0_val"), ["split"]);
});

Deno.test("sampleLineage() tells from which FeatureSet a sample came, and its splits", () => {
  const set = concatFeatureSets("all", [base(), base("more", 7)])
    .splitByCondition({ low: { x: [1, 2, 3] }, high: { x: [7, 8, 9] } })
    .fitTransform("standard", { domain: "features" });
  const id = base("more", 7).sampleIds[1] ?? "";
  const found = sampleLineage(set as FeatureSet, id);
  const read = { of: "fromColumns", rows: [1], from: [] };
  assert.deepEqual(found.from, [{ of: "more", rows: [1], from: [read] }]);
  assert.deepEqual([found.row, found.splits], [4, ["high"]]);
  assert.deepEqual(found.operations.map(({ name }) => name), ["concat", "split"]);
  assert.throws(() => sampleLineage(set as FeatureSet, "nobody"), /No sample "nobody"/);
});

const winds = [
  { site: "a", time: 2, wind: 1 },
  { site: "b", time: 1, wind: 2 },
  { site: "a", time: 0, wind: 3 },
  { site: "b", time: 0, wind: 4 },
];

/** The rows of what was read that a sample came of, through every FeatureSet between. */
function sourceRows(set: FeatureSet, row: number): readonly (readonly number[])[] {
  const walk = (from: readonly SampleOrigin[]): (readonly number[])[] =>
    from.flatMap((one) => one.from.length === 0 ? [one.rows] : walk(one.from));
  return walk(sampleLineage(set, set.sampleIds[row] ?? "").from);
}

Deno.test("sampleLineage() leads a grouped sample back to the rows that it was made of, in order", () => {
  const options = { features: ["wind"], tags: ["site"], groupBy: "site" } as const;
  const set = FeatureSet.fromRecords("w", winds, options);
  assert.deepEqual([sourceRows(set, 0), sourceRows(set, 1)], [[[0, 2]], [[1, 3]]]);
  const sorted = FeatureSet.fromRecords("w", winds, { ...options, sortBy: "time" });
  assert.deepEqual([sourceRows(sorted, 0), sourceRows(sorted, 1)], [[[2, 0]], [[3, 1]]]);
  const split = sorted.splitRandom({ ratios: { train: 0.5, test: 0.5 } })
    .fitTransform("standard", { domain: "features", fitTo: "train" });
  assert.deepEqual(sourceRows(split, 1), [[3, 1]]);
});

Deno.test("sampleLineage() leads a sorted sample back to its row, and keeps its identifier", () => {
  const records = winds.map((wind, at) => ({ ...wind, name: `w${at}` }));
  const set = FeatureSet.fromRecords("w", records, {
    features: ["wind"],
    ids: "name",
    sortBy: "time",
  });
  assert.deepEqual(set.sampleIds, ["w2", "w3", "w1", "w0"]);
  assert.deepEqual(set.column("wind").toArray(), [3, 4, 2, 1]);
  assert.deepEqual([0, 1, 2, 3].map((row) => sourceRows(set, row)), [[[2]], [[3]], [[1]], [[0]]]);
});

Deno.test("sampleLineage() goes back through views, concat and join, after saving too", async () => {
  const ids = ["p", "q", "r", "s"];
  const wind = FeatureSet.fromRecords("wind", winds, { features: ["wind"], ids });
  const rain = FeatureSet.fromColumns("rain", { rain: [7, 8, 9], name: ["s", "q", "t"] }, {
    features: ["rain"],
    ids: "name",
  });
  const turned = concatFeatureSets("turned", [wind.take([3, 1]), wind.take([0])]);
  assert.deepEqual([0, 1, 2].map((row) => sourceRows(turned, row)), [[[3]], [[1]], [[0]]]);
  const joins = (["inner", "left", "right", "outer"] as const).map((how) => {
    const joined = joinFeatureSets("j", [turned as FeatureSet, rain], { how });
    return joined.sampleIds.map((id, row) => [id, ...sourceRows(joined, row).flat()]);
  });
  assert.deepEqual(joins, [
    [["s", 3, 0], ["q", 1, 1]],
    [["s", 3, 0], ["q", 1, 1], ["p", 0]],
    [["s", 3, 0], ["q", 1, 1], ["t", 2]],
    [["s", 3, 0], ["q", 1, 1], ["p", 0], ["t", 2]],
  ]);
  const joined = joinFeatureSets("j", [turned as FeatureSet, rain]);
  const again = await FeatureSet.load(await joined.save());
  assert.deepEqual([0, 1].map((row) => sourceRows(again, row)), [[[3], [0]], [[1], [1]]]);
});

Deno.test("lineage() of what was made of a scaled column names the scaler, though it was undone later", () => {
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3] }, { features: ["x"] })
    .fitTransform("standard", { domain: "features" })
    .fitTransform("minMax", { domain: "features" });
  const made = deriveColumn(set, "z", { domain: "tags", from: ["x"], make: ({ x }) => Number(x) })
    .undoLastTransform({ domain: "features" });
  const names = (of: "x" | "z") => lineage(made, of).map(({ name }) => name);
  assert.deepEqual(names("z"), ["fromColumns", "fitTransform", "fitTransform", "derive"]);
  assert.deepEqual(names("x"), ["fromColumns", "fitTransform"]);
});
