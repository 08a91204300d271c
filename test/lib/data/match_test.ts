import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { matchSamples } from "../../../lib/data/match.ts";

type Values = readonly (number | string | boolean | null)[];

function tagged(label: string, columns: Readonly<Record<string, readonly unknown[]>>): FeatureSet {
  const tags = Object.keys(columns);
  return FeatureSet.fromColumns(label, columns, { features: [], tags }) as unknown as FeatureSet;
}

/** What JSON cannot tell apart belongs together: the slow truth. */
function slowly(left: readonly Values[], right: readonly Values[]): number[] {
  const keys = (columns: readonly Values[]): string[] =>
    (columns[0] ?? []).map((_, row) => JSON.stringify(columns.map((column) => column[row])));
  const theirs = keys(right);
  return keys(left).map((key) => theirs.indexOf(key));
}

const numbers = fc.constantFrom<number | null>(0, 1, 2.5, -7, 1e300, NaN, null);
const texts = fc.constantFrom<string | null>("a", "b", "1", "", null);
const pair = fc.tuple(numbers, texts);

Deno.test("matchSamples() finds partners by several columns, of numbers and of texts", () => {
  const distinct = fc.uniqueArray(pair, {
    selector: (values) => JSON.stringify(values),
    minLength: 1,
  });
  fc.assert(fc.property(fc.array(pair, { minLength: 1 }), distinct, (mine, theirs) => {
    const columns = (rows: readonly (readonly [number | null, string | null])[]) => ({
      n: rows.map(([number]) => number),
      t: rows.map(([, text]) => text),
    });
    // A first sample says of which kind a column is.
    const [left, right] = [columns([[5, "x"], ...mine]), columns([[6, "y"], ...theirs])];
    const found = matchSamples(tagged("a", left), tagged("b", right), { on: ["n", "t"] });
    assert.deepEqual([...found], slowly([left.n, left.t], [right.n, right.t]));
  }));
});

Deno.test("matchSamples() finds whole numbers near each other and far apart, whatever is missing", () => {
  const near = fc.integer({ min: -4, max: 4 });
  const far = fc.constantFrom<number | null>(1e9, -1e9, 0.5, -0, NaN, null, Infinity);
  const values = fc.array(fc.oneof(near, near, far), { minLength: 1 });
  const distinct = fc.uniqueArray(fc.oneof(near, near, far), {
    selector: (value) => JSON.stringify(value),
    minLength: 1,
  });
  fc.assert(fc.property(values, distinct, (mine, theirs) => {
    const [left, right] = [[7, ...mine], [8, ...theirs]];
    // JSON has no infinite number: it would be taken for a missing one.
    const plain = (list: Values): Values => list.map((value) => value === Infinity ? "∞" : value);
    fc.pre(new Set(plain(right).map((value) => JSON.stringify(value))).size === right.length);
    const found = matchSamples(tagged("a", { k: left }), tagged("b", { k: right }), { on: ["k"] });
    assert.deepEqual([...found], slowly([plain(left)], [plain(right)]));
  }));
});

Deno.test("matchSamples() finds partners by two and three columns of small whole numbers", () => {
  const small = fc.integer({ min: 0, max: 2 });
  const triple = fc.tuple(small, fc.option(small), small);
  const distinct = fc.uniqueArray(triple, { selector: (values) => values.join(), minLength: 1 });
  fc.assert(fc.property(fc.array(triple, { minLength: 1 }), distinct, (mine, theirs) => {
    const column = (rows: typeof mine, at: number): Values =>
      rows.map((values) => values[at] ?? null);
    for (const at of [[0, 1, 2], [2, 0, 1]]) {
      const [left, right] = [mine, theirs].map((rows) => at.map((key) => column(rows, key)));
      const named = (columns: readonly Values[] = []) =>
        Object.fromEntries(columns.map((values, key) => [`k${key}`, values]));
      const [a, b] = [tagged("a", named(left)), tagged("b", named(right))];
      const found = matchSamples(a, b, { on: ["k0", "k1", "k2"] });
      assert.deepEqual([...found], slowly(left ?? [], right ?? []));
    }
  }));
});

Deno.test("matchSamples() tells kinds apart: numbers, texts, truth values, samples of a shape", () => {
  const kinds: Readonly<Record<string, readonly unknown[]>> = {
    numbers: [1, 0, 2],
    texts: ["1", "0", "[1,2]"],
    truth: [true, false, null],
    pairs: [[1, 2], [0, 0], [2, 1]],
  };
  for (const [mine, left] of Object.entries(kinds)) {
    for (const [theirs, right] of Object.entries(kinds)) {
      const found = matchSamples(tagged("a", { k: left }), tagged("b", { k: right }), {
        on: ["k"],
      });
      assert.deepEqual([...found], mine === theirs ? [0, 1, 2] : [-1, -1, -1], `${mine} ${theirs}`);
    }
  }
});

Deno.test("matchSamples() lets samples share a partner, but not a value two of them", () => {
  const [one, two] = [tagged("one", { k: [5, 6] }), tagged("two", { k: [6, 5, 6], t: [1, 1, 1] })];
  assert.deepEqual([...matchSamples(two, one, { on: ["k"] })], [1, 0, 1]);
  assert.throws(
    () => matchSamples(one, two, { on: ["k"] }),
    /Cannot join: \[6\] is in "two" twice/,
  );
  assert.throws(
    () => matchSamples(two, two, { on: ["k", "t"] }),
    /\[6,1\] is in "two" twice.*one sample per value on the right/,
  );
});

Deno.test("matchSamples() finds samples by identifier, in views, copies and other tables", () => {
  const ids = ["p", "q", "r", "s"];
  const set = FeatureSet.fromColumns("set", { x: [1, 2, 3, 4], id: ids }, {
    features: ["x"],
    ids: "id",
  });
  const other = FeatureSet.fromColumns("other", { y: [9, 8], id: ["s", "q"] }, {
    features: ["y"],
    ids: "id",
  });
  assert.deepEqual([...matchSamples(set.take([3, 0, 3]), set.take([0, 3]))], [1, 0, 1]);
  assert.deepEqual([...matchSamples(set, other)], [-1, 1, -1, 0]);
  assert.deepEqual([...matchSamples(set.take([1]).padTo(2), other)], [1, -1]);
  assert.throws(() => matchSamples(set, other.take([1, 1])), /q is in "other" twice/);
  const made = FeatureSet.fromColumns("made", { x: [1, 2, 3] }, { features: ["x"] });
  const same = FeatureSet.fromColumns("made", { x: [1, 2, 3] }, { features: ["x"] });
  assert.deepEqual([...matchSamples(made, same.take([2, 1]))], [-1, 1, 0]);
});
