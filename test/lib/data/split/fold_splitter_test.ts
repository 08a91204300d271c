import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import {
  KFoldSplitter,
  LeaveOneGroupOutSplitter,
  TimeSeriesSplitter,
} from "../../../../lib/data/split/fold_splitter.ts";

const set = FeatureSet.fromColumns("s", {
  t: [5, 4, 3, 2, 1, 0],
  cell: ["a", "a", "b", "b", "c", "c"],
}, { features: ["t"], tags: ["cell"] });

Deno.test("KFoldSplitter gives the folds of kFold() as splits with names", () => {
  const folds = set.toView().kFold({ folds: 3, seed: 4, groupBy: "cell" });
  const split = set.split(new KFoldSplitter({ folds: 3, seed: 4, groupBy: "cell" }));
  for (const [at, { train, val }] of folds.entries()) {
    assert.deepEqual(split.getSplit(`fold_${at}_train`).rows, train.rows);
    assert.deepEqual(split.getSplit(`fold_${at}_val`).rows, val.rows);
  }
  assert.deepEqual(split.operations.at(-1)?.read, ["tags.cell.raw"]);
});

Deno.test("LeaveOneGroupOutSplitter holds one group back in each fold", () => {
  const split = set.split(new LeaveOneGroupOutSplitter({ groupBy: "cell" }));
  const held = [0, 1, 2].map((at) => split.getSplit(`fold_${at}_val`).getTags().cell);
  assert.deepEqual(held, [["a", "a"], ["b", "b"], ["c", "c"]]);
});

Deno.test("TimeSeriesSplitter validates on samples that are later, by the column of time", () => {
  const split = set.split(new TimeSeriesSplitter({ folds: 2, by: "t" }));
  assert.deepEqual([...split.getSplit("fold_0_train").column("t").values], [0, 1]);
  assert.deepEqual([...split.getSplit("fold_1_val").column("t").values], [4, 5]);
  assert.deepEqual(split.operations.at(-1)?.read, ["features.t.raw"]);
});

Deno.test("splitters into folds are made again of their configs, seed included", () => {
  const splitter = new KFoldSplitter({ folds: 2 });
  assert.deepEqual(splitter.getConfig(), { folds: 2, seed: 13 });
  assert.deepEqual(
    KFoldSplitter.fromConfig(splitter.getConfig()).getConfig(),
    splitter.getConfig(),
  );
});
