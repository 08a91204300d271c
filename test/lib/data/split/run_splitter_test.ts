import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { countShared, runSplitter } from "../../../../lib/data/split/run_splitter.ts";
import type { SplitSource, Splitter } from "../../../../lib/data/split/splitter.ts";

const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4, 5] }, { features: ["x"] });

function giving(parts: Record<string, number[]>, mayOverlap = false): Splitter {
  const split = Object.entries(parts).map(([name, rows]) => [name, Int32Array.from(rows)]);
  return {
    name: "mine",
    mayOverlap,
    split: () => Object.fromEntries(split),
    getConfig: () => ({}),
  };
}

Deno.test("runSplitter() gives a splitter the samples without their padding", () => {
  const seen: SplitSource[] = [];
  const splitter: Splitter = {
    ...giving({ all: [4, 2] }),
    split(source) {
      seen.push(source);
      return { all: source.rows };
    },
  };
  const { all } = runSplitter(splitter, set.take([4, 2]).padTo(4));
  assert.deepEqual([...all as Int32Array], [4, 2]);
  assert.deepEqual([...seen[0]?.rows ?? []], [4, 2]);
});

Deno.test("runSplitter() makes the list of a whole table once, and only when it is read", () => {
  const lists: Int32Array[] = [];
  const table = set.table;
  const whole: SplitSource = {
    table,
    isWhole: true,
    get rows() {
      const rows = set.rows;
      lists.push(rows);
      return rows;
    },
  };
  runSplitter(giving({ a: [4, 0], b: [2] }), whole);
  assert.equal(lists.length, 0);
  const reading: Splitter = {
    ...giving({}),
    split: (source) => ({ low: source.rows.slice(0, 2), high: source.rows.slice(2) }),
  };
  assert.deepEqual([...runSplitter(reading, whole)["high"] ?? []], [2, 3, 4]);
  assert.equal(lists.length, 1);
});

Deno.test("runSplitter() refuses rows behind the end of a whole table, of any length", () => {
  for (const length of [1, 31, 32, 33, 64]) {
    const whole = FeatureSet.fromColumns("w", { x: new Uint8Array(length) }, { features: ["x"] });
    const all = Array.from({ length }, (_, row) => row);
    assert.equal(runSplitter(giving({ all }), whole)["all"]?.length, length);
    for (const row of [length, length + 32, -1, -length]) {
      assert.throws(
        () => runSplitter(giving({ all: [...all, row] }), whole),
        new RegExp(`put row ${row} into "all", which is none of the ${length} samples`),
      );
    }
  }
});

Deno.test("runSplitter() lets splits share samples only when their splitter says so", () => {
  const parts = { a: [0, 1, 2], b: [2, 1, 4], c: [3] };
  assert.throws(() => runSplitter(giving(parts), set), /"a" and "b" share 2 samples/);
  assert.deepEqual(Object.keys(runSplitter(giving(parts, true), set)), ["a", "b", "c"]);
});

Deno.test("runSplitter() refuses a sample that is twice in one split, even when splits may share", () => {
  const twice = { a: [0, 1], b: [1, 0, 1] };
  assert.throws(() => runSplitter(giving(twice, true), set), /Split "b" holds row 1 twice/);
  assert.throws(() => runSplitter(giving({ a: [3, 3] }), set), /Split "a" holds row 3 twice/);
});

Deno.test("runSplitter() refuses samples that the splitter was not given", () => {
  const few = set.take([1, 3]);
  for (const row of [0, 2, -1, 99]) {
    const splitter = giving({ a: [1, row] });
    assert.throws(() => runSplitter(splitter, few), new RegExp(`mine put row ${row} into "a"`));
  }
});

Deno.test("countShared() counts rows of one list in another", () => {
  assert.equal(countShared(Int32Array.of(5, 1, 3), Int32Array.of(3, 2, 5, 9)), 2);
  assert.equal(countShared(new Int32Array(0), Int32Array.of(1)), 0);
});

Deno.test("runSplitter() refuses what is no splitter, and splits that are no rows", () => {
  const wrong = { ratios: { a: 1 } } as unknown as Splitter;
  assert.throws(
    () => runSplitter(wrong, set),
    /with {"ratios":{"a":1}}: give a splitter, such as new/,
  );
  const list = { ...giving({}), split: () => ({ a: [1, 2] }) } as unknown as Splitter;
  assert.throws(() => runSplitter(list, set), /mine gave no Int32Array of rows for "a"/);
});
