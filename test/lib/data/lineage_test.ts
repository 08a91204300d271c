import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { concatFeatureSets, deriveColumn } from "../../../lib/data/combine.ts";
import { joinFeatureSets } from "../../../lib/data/join.ts";
import { lineage, sampleLineage } from "../../../lib/data/lineage.ts";
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
  const [, random] = lineage(pulses, "val");
  assert.deepEqual(names(pulses, "val"), ["split", "split"]);
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
    names: ["split"],
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

Deno.test("sampleLineage() tells from which FeatureSet a sample came, and its splits", () => {
  const set = concatFeatureSets("all", [base(), base("more", 7)])
    .splitByCondition({ low: { x: [1, 2, 3] }, high: { x: [7, 8, 9] } })
    .fitTransform("standard", { domain: "features" });
  const id = base("more", 7).sampleIds[1] ?? "";
  const found = sampleLineage(set as FeatureSet, id);
  assert.deepEqual([found.row, found.from, found.splits], [4, { label: "more", place: 1 }, [
    "high",
  ]]);
  assert.deepEqual(found.operations.map(({ name }) => name), ["concat", "split"]);
  assert.throws(() => sampleLineage(set as FeatureSet, "nobody"), /No sample "nobody"/);
});
