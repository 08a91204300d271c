import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { lte } from "../../../../lib/data/predicate.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { foldData } from "../../../../lib/experiment/cross_validation/fold_data.ts";

const x = Array.from({ length: 20 }, (_, at) => at ** 2);
const set = FeatureSet.fromColumns("cells", { x, y: x.map((value) => -value) }, {
  features: ["x"],
  targets: ["y"],
}).splitRandom({ ratios: { source: 0.8, test: 0.2 } })
  .splitRandom({ ratios: { train: 0.75, val: 0.25 }, of: "source" })
  .splitRandom({ ratios: { tune: 0.5, rest: 0.5 }, of: "train" })
  .fitTransform("minMax", { domain: "features", fitTo: "train" })
  .fitTransform("standard", { domain: "features", fitTo: "tune" })
  .fitTransform("minMax", { domain: "targets", fitTo: "train" }) as unknown as FeatureSet;

const binding = new CVBinding({ featureSet: set, sourceSplits: ["train", "val"] });
const pool = set.getSplit("source").rows;
const rows = { train: pool.slice(0, 10), val: pool.slice(10) };
const fold = foldData(set, { binding, rows });

Deno.test("foldData() gives train and val other samples, and leaves the other splits as they are", () => {
  assert.equal(fold.label, "cells");
  assert.deepEqual(fold.getSplit("train").rows, rows.train);
  assert.deepEqual(fold.getSplit("val").rows, rows.val);
  assert.deepEqual(fold.getSplit("test").rows, set.getSplit("test").rows);
  assert.deepEqual(fold.getSplit("source").rows, pool);
  assert.deepEqual(fold.sampleIds, set.sampleIds);
});

Deno.test("foldData() makes splits within train again, of its own samples", () => {
  const [tune, rest] = [fold.getSplit("tune").rows, fold.getSplit("rest").rows];
  assert.equal(tune.length, 5);
  assert.deepEqual([...tune, ...rest].sort(), [...rows.train].sort());
  assert.deepEqual(fold.splitRecords.map(({ produced }) => produced), [
    ["source", "test"],
    ["tune", "rest"],
  ]);
});

Deno.test("foldData() fits all scalers again in their order, to the splits of the fold", () => {
  assert.deepEqual(
    fold.scalerRecords.map(({ scaler, domain, fitTo }) => [scaler.name, domain, fitTo]),
    set.scalerRecords.map(({ scaler, domain, fitTo }) => [scaler.name, domain, fitTo]),
  );
  const by = (split: Int32Array) => {
    const plain = FeatureSet.fromColumns("cells", { x, y: x.map((value) => -value) }, {
      features: ["x"],
      targets: ["y"],
    });
    return plain.addSplit("train", plain.toView().withRows(rows.train))
      .addSplit("tune", plain.toView().withRows(split))
      .fitTransform("minMax", { domain: "features", fitTo: "train" })
      .fitTransform("standard", { domain: "features", fitTo: "tune" })
      .fitTransform("minMax", { domain: "targets", fitTo: "train" });
  };
  const wanted = by(fold.getSplit("tune").rows);
  for (const name of ["features.x.transformed", "targets.y.transformed"] as const) {
    assert.deepEqual(fold.table.column(name).values, wanted.table.column(name).values);
  }
  assert.deepEqual(
    fold.table.column("features.x.raw").values,
    set.table.column("features.x.raw").values,
  );
});

Deno.test("foldData() leaves the original FeatureSet untouched", () => {
  const before = set.fingerprint;
  foldData(set, { binding, rows });
  assert.equal(set.fingerprint, before);
  assert.equal(set.splitRecords.length, 3);
});

Deno.test("foldData() gives a fold splits that the original has not", () => {
  const plain = set.undoAllTransforms().clearSplits();
  const all = plain.addSplit("all", plain.toView()) as unknown as FeatureSet;
  const of = new CVBinding({ featureSet: all, sourceSplits: ["all"], valSplit: "held" });
  const made = foldData(all, { binding: of, rows });
  assert.deepEqual([...made.splitNames].sort(), ["all", "held", "train"]);
});

Deno.test("foldData() makes a split again that reads what a scaler makes", () => {
  const by = set.undoAllTransforms().clearSplits()
    .splitRandom({ ratios: { train: 0.5, val: 0.5 } })
    .fitTransform("minMax", { domain: "features", fitTo: "train" })
    .splitByCondition({ low: { "features.x.transformed": lte(0.1) } }, {
      of: "train",
    }) as unknown as FeatureSet;
  const made = foldData(by, {
    binding: new CVBinding({ featureSet: by, sourceSplits: ["train", "val"] }),
    rows: { train: Int32Array.of(0, 10, 19), val: Int32Array.of(1, 2) },
  });
  assert.deepEqual([...made.getSplit("low").rows], [0]);
});

Deno.test("foldData() says which split cannot be made again, and why", () => {
  const by = set.undoAllTransforms().clearSplits()
    .splitRandom({ ratios: { train: 0.5, val: 0.5 } })
    .splitByCondition({ low: { x: (value: unknown) => Number(value) < 5 } }, { of: "train" });
  const of = new CVBinding({ featureSet: "cells", sourceSplits: ["train", "val"] });
  assert.throws(
    () => foldData(by as unknown as FeatureSet, { binding: of, rows }),
    /Cannot make "low" of "cells" again, which come of "train": .*register your own predicate/,
  );
});
