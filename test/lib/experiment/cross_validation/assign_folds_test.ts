import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import {
  assignFolds,
  type AssignOptions,
  type FoldAssignment,
} from "../../../../lib/experiment/cross_validation/assign_folds.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { classes } from "./groups_study.ts";

const set = classes();
const sourceSplits = ["train", "val"];

function folds(
  options: Partial<AssignOptions> & { readonly by?: object },
): readonly FoldAssignment[] {
  const { data = [set], by = {}, method = 5, align = undefined, ...rest } = options;
  const bindings = data.map((featureSet) => new CVBinding({ featureSet, sourceSplits, ...by }));
  return assignFolds({ data, bindings, method, align, ...rest });
}

function rows(
  all: readonly FoldAssignment[],
  part: "train" | "val",
  label = "classes",
): number[][] {
  return all.map((fold) => [...fold[label]?.[part] ?? []]);
}

const pool = [...set.getSplit("source").rows].sort((a, b) => a - b);

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

Deno.test("assignFolds() judges by every sample of the pool exactly once, and trains on the others", () => {
  const all = folds({});
  assert.deepEqual(sorted(rows(all, "val").flat()), pool);
  for (const [at, val] of rows(all, "val").entries()) {
    assert.deepEqual(sorted([...val, ...rows(all, "train")[at] ?? []]), pool);
  }
});

Deno.test("assignFolds() keeps the shares of classes to within one sample", () => {
  const kind = set.column("kind");
  const counts = rows(folds({ by: { stratifyBy: "kind" } }), "val").map((val) =>
    [0, 1, 2].map((one) => val.filter((row) => kind.at(row) === one).length)
  );
  for (const one of [0, 1, 2]) {
    const found = counts.map((count) => count[one] ?? 0);
    assert.ok(Math.max(...found) - Math.min(...found) <= 1, `${found}`);
  }
});

Deno.test("assignFolds() never splits a group, and another seed gives other groups", () => {
  const cell = set.column("cell");
  const cells = (seed: number) =>
    rows(folds({ by: { groupBy: "cell" }, method: { n: 5, seed } }), "val")
      .map((val) => [...new Set(val.map((row) => String(cell.at(row))))].sort());
  const one = cells(1);
  assert.equal(one.flat().length, 30);
  assert.equal(new Set(one.flat()).size, 30);
  assert.deepEqual(one, cells(1));
  assert.notDeepEqual(one, cells(2));
});

Deno.test("assignFolds() leaves out each group once", () => {
  const all = folds({ by: { groupBy: "cell" }, method: { method: "leaveOneGroupOut" } });
  assert.equal(all.length, 30);
  assert.deepEqual(sorted(rows(all, "val").flat()), pool);
});

Deno.test("assignFolds() judges a time series by later samples only", () => {
  const all = folds({ method: { method: "timeSeries", n: 4, gap: 3 } });
  for (const [at, val] of rows(all, "val").entries()) {
    const train = rows(all, "train")[at] ?? [];
    assert.ok(Math.max(...train) < Math.min(...val));
  }
});

Deno.test("assignFolds() with valSize always trains on what is left over", () => {
  const all = folds({ method: { n: 5, valSize: 0.1 } });
  assert.deepEqual(rows(all, "val").map(({ length }) => length), [48, 48, 48, 48, 48]);
  assert.equal(new Set(rows(all, "val").flat()).size, 240);
  assert.deepEqual(rows(all, "train").map(({ length }) => length), [432, 432, 432, 432, 432]);
  assert.throws(() => folds({ method: { n: 5, valSize: 0.21 } }), /valSize is from 0 to 1\/5/);
});

Deno.test("assignFolds() refuses fewer than two folds, and what there is not", () => {
  assert.throws(() => folds({ method: 1 }), /Cannot make 1 folds: at least 2/);
  assert.throws(() => folds({ method: { n: 3, sed: 1 } as never }), /No option "sed"/);
  assert.throws(() => folds({ method: { method: "loo" } as never }), /No fold method "loo"/);
  assert.throws(() => folds({ by: { sourceSplits: ["trian"] } }), /did you mean "train"/);
  assert.throws(() => folds({ by: { groupBy: "cel" } }), /No column "cel"/);
  assert.throws(
    () => folds({ method: { method: "leaveOneGroupOut" } }),
    /give the binding groupBy/,
  );
});

/** Samples of cells in an order of their own, all in one split. */
function cellsOf(label: string, cells: readonly string[]): FeatureSet {
  const plain = FeatureSet.fromColumns(label, { x: cells.map((_, at) => at), cell: [...cells] }, {
    features: ["x"],
    tags: ["cell"],
  });
  return plain.addSplit("train", plain.toView()) as unknown as FeatureSet;
}

const train = { sourceSplits: ["train"] };
const volts = cellsOf("volts", ["a", "b", "c", "d", "e", "f"]);
const temps = cellsOf("temps", ["f", "f", "e", "d", "c", "b", "a", "a", "z"]);

function cellsIn(all: readonly FoldAssignment[], from: FeatureSet): string[][] {
  const column = from.column("cell");
  return rows(all, "val", from.label)
    .map((val) => [...new Set(val.map((row) => String(column.at(row))))].sort());
}

Deno.test("assignFolds() lets FeatureSets follow the first by key, and always trains on the rest", () => {
  const all = folds({ data: [volts, temps], by: train, method: 3, align: { on: "cell" } });
  assert.deepEqual(cellsIn(all, temps), cellsIn(all, volts));
  assert.ok(rows(all, "train", "temps").every((fold) => fold.includes(8)));
  assert.deepEqual(sorted(rows(all, "val", "temps").flat()), [0, 1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("assignFolds() lets FeatureSets follow the first by identifier", () => {
  const make = (label: string, ids: readonly string[]) => {
    const plain = FeatureSet.fromColumns(label, { x: ids.map((_, at) => at) }, {
      features: ["x"],
      ids: [...ids],
    });
    return plain.addSplit("train", plain.toView()) as unknown as FeatureSet;
  };
  const [one, other] = [make("one", ["p", "q", "r"]), make("other", ["r", "p", "q"])];
  const all = folds({ data: [one, other], by: train, method: 3, align: "ids" });
  const ids = (from: FeatureSet) =>
    rows(all, "val", from.label).map((val) => from.table.ids.take(Int32Array.from(val)));
  assert.deepEqual(ids(other), ids(one));
});

Deno.test("assignFolds() deals groups of all FeatureSets out at once", () => {
  const by = { ...train, groupBy: "cell" };
  const more = cellsOf("temps", ["f", "f", "e", "d", "c", "b", "a", "a"]);
  const all = folds({ data: [volts, more], by, method: 3, align: "groups" });
  assert.deepEqual(cellsIn(all, more), cellsIn(all, volts));
  assert.deepEqual(sorted(rows(all, "val", "temps").flat()), [0, 1, 2, 3, 4, 5, 6, 7]);
  const other = folds({ data: [volts, more], by, method: { n: 3, seed: 2 }, align: "groups" });
  assert.notDeepEqual(cellsIn(other, volts), cellsIn(all, volts));
});

Deno.test("assignFolds() refuses FeatureSets that it cannot bring together", () => {
  const data = [temps, volts];
  assert.throws(() => folds({ data, by: train, method: 3 }), /give align/);
  assert.throws(
    () => folds({ data, by: train, method: 3, align: { on: "cell" } }),
    /are in several folds; keep them together with groupBy/,
  );
  assert.throws(
    () => folds({ data, by: train, method: 3, align: "groups" }),
    /give its binding groupBy/,
  );
  assert.throws(() => folds({ data: [volts, volts], by: train, align: "none" }), /bound twice/);
});

Deno.test("assignFolds() partitions any pool, grouped or not", () => {
  const groups = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), {
    minLength: 12,
    maxLength: 60,
  });
  fc.assert(
    fc.property(groups, fc.nat(), fc.boolean(), (cells, seed, grouped) => {
      fc.pre(new Set(cells).size >= 3);
      const data = [cellsOf("cells", cells)];
      const by = grouped ? { ...train, groupBy: "cell" } : train;
      const all = folds({ data, by, method: { n: 3, seed } });
      assert.deepEqual(sorted(rows(all, "val", "cells").flat()), cells.map((_, at) => at));
      if (grouped) {
        assert.equal(cellsIn(all, data[0] as FeatureSet).flat().length, new Set(cells).size);
      }
    }),
    { numRuns: 50 },
  );
});
