import assert from "node:assert/strict";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { ColumnTable } from "../../../lib/data/column_table.ts";
import { overlapsOf, splitsOf } from "../../../lib/data/feature_set_parts.ts";
import type { SplitRecord } from "../../../lib/data/split/splitter.ts";

const splits = {
  source: { rows: Int32Array.of(0, 1, 2, 3) },
  train: { rows: Int32Array.of(0, 1) },
  inner: { rows: Int32Array.of(1) },
  other: { rows: Int32Array.of(3, 9, 1) },
};

function record(of: string | null, produced: readonly string[]): SplitRecord {
  return { order: 0, splitter: { name: "random", config: {} }, of, produced };
}

Deno.test("overlapsOf() finds each pair of splits that shares samples, and how many", () => {
  assert.deepEqual(overlapsOf({ train: splits.train, other: splits.other }, []), [
    { splits: ["train", "other"], count: 1 },
  ]);
  assert.deepEqual(
    overlapsOf({ a: { rows: Int32Array.of(1) }, b: { rows: Int32Array.of(2) } }, []),
    [],
  );
});

Deno.test("overlapsOf() does not compare a split with those it came from, however far back", () => {
  const records = [
    record(null, ["source"]),
    record("source", ["train"]),
    record("train", ["inner"]),
  ];
  const pairs = overlapsOf(splits, records).map(({ splits }) => splits.join(" "));
  assert.deepEqual(pairs, ["source other", "train other", "inner other"]);
});

Deno.test("splitsOf() takes out columns that there are no longer, of splits that name some", () => {
  const table = new ColumnTable({ "features.x.raw": buildColumn("x", [1, 2]) });
  const rows = Int32Array.of(0);
  const columns = ["features.x.raw", "features.x.transformed"];
  assert.deepEqual(splitsOf({ all: { rows }, some: { rows, columns } }, table), {
    all: { rows, columns: undefined },
    some: { rows, columns: ["features.x.raw"] },
  });
});
