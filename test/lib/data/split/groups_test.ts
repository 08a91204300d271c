import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import {
  groupCodes,
  groupColumns,
  groupPlaces,
  groupsOf,
} from "../../../../lib/data/split/groups.ts";

const set = FeatureSet.fromColumns("s", {
  x: [5, 7, 5, null, NaN, 7],
  kind: ["a", "a", "b", "a", "a", null],
  signal: [[1, 2], [3, 4], [5, 6], [7, 8], [9, 0], [1, 1]],
}, { features: ["x", "signal"], tags: ["kind"] });
const { table } = set;

Deno.test("groupsOf() gathers rows by value, first come first; what is missing is a group", () => {
  const groups = groupsOf(set, "x").map(({ value, rows }) => [value, [...rows]]);
  assert.deepEqual(groups, [["5", [0, 2]], ["7", [1, 5]], ["null", [3, 4]]]);
});

Deno.test("groupsOf() of several columns tells every combination apart", () => {
  const groups = groupsOf(set, ["kind", "x"]).map(({ value, rows }) => [value, [...rows]]);
  assert.deepEqual(groups, [
    ["a, 5", [0]],
    ["a, 7", [1]],
    ["b, 5", [2]],
    ["a, null", [3, 4]],
    ["null, 7", [5]],
  ]);
});

Deno.test("groupsOf() asks once for the rows of a FeatureSet, which makes a list of them each time", () => {
  let asked = 0;
  const source = {
    table,
    get rows() {
      asked++;
      return set.rows;
    },
  };
  groupsOf(source, ["kind", "x"]);
  groupsOf(source, []);
  assert.equal(asked, 2);
});

Deno.test("groupPlaces() counts a row as often as it appears", () => {
  const places = groupPlaces({ table, rows: Int32Array.of(1, 0, 5, 1) }, "x");
  assert.deepEqual(places.map(({ rows }) => [...rows]), [[0, 2, 3], [1]]);
});

Deno.test("groups share out the samples of any view", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(5)), (rows) => {
    const source = { table, rows: Int32Array.from(rows) };
    const { codes, values } = groupCodes(source, "kind");
    const groups = groupsOf(source, "kind");
    assert.equal(values.length, groups.length);
    assert.deepEqual(groups.flatMap((group) => [...group.rows]).toSorted(), rows.toSorted());
    for (const [at, row] of rows.entries()) {
      assert.ok(groups[codes[at] as number]?.rows.includes(row));
    }
  }));
});

Deno.test("groupsOf() refuses samples of a shape, and keys that there are not", () => {
  assert.throws(
    () => groupsOf(set, "signal"),
    /samples have shape \[2\]; group by a column with one/,
  );
  assert.throws(() => groupsOf(set, "kid"), /No column "kid": did you mean "kind"/);
});

Deno.test("groupColumns() are the columns as they came, whatever scalers made of them", () => {
  assert.deepEqual(groupColumns("x"), { columns: "x", representation: "raw" });
  assert.equal(groupColumns(undefined), undefined);
});
