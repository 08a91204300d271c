import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { joinFeatureSets } from "../../../lib/data/join.ts";
import golden from "./pandas_golden.json" with { type: "json" };

const volts = FeatureSet.fromColumns("volts", {
  cell: ["p", "p", "q", "r"],
  volt: [3, 4, 5, 6],
}, { features: ["volt"], tags: ["cell"], ids: ["1", "2", "3", "4"] });
const temps = FeatureSet.fromColumns("temps", { cell: ["q", "p"], temp: [20, 30] }, {
  features: ["temp"],
  tags: ["cell"],
});

Deno.test("joinFeatureSets() finds partners by columns, and leaves out or fills what has none", () => {
  const inner = joinFeatureSets("inner", [volts, temps], { on: "cell" });
  assert.deepEqual(inner.records(), [
    { volt: 3, cell: "p", temp: 30 },
    { volt: 4, cell: "p", temp: 30 },
    { volt: 5, cell: "q", temp: 20 },
  ]);
  assert.deepEqual(inner.sampleIds, ["1", "2", "3"]);
  const left = joinFeatureSets("left", [volts, temps], { on: ["cell"], how: "left" });
  assert.deepEqual(left.column("temp").toArray(), [30, 30, 20, null]);
  assert.throws(
    () => joinFeatureSets("x", [temps, volts], { on: ["cell"] }),
    /\["p"\] is in "volts" twice/,
  );
});

Deno.test("joinFeatureSets() finds partners by identifier, and refuses a key that both have", () => {
  const more = FeatureSet.fromColumns("more", { amp: [7, 8] }, {
    features: ["amp"],
    ids: ["4", "1"],
  });
  const joined = joinFeatureSets("joined", [volts, more]);
  assert.deepEqual(joined.column("amp").toArray(), [8, 7]);
  assert.throws(() => joinFeatureSets("x", [volts, volts]), /both have "volt"/);
});

for (const how of ["inner", "left", "right", "outer"] as const) {
  Deno.test(`joinFeatureSets() with how: "${how}" gives the rows of pandas' merge`, () => {
    const { left, right } = golden.tables;
    const a = FeatureSet.fromColumns("a", left, {
      features: ["volt"],
      tags: ["cell", "site", "note"],
      ids: left.cell.map((_, at) => `a${at}`),
    });
    const b = FeatureSet.fromColumns("b", right, {
      targets: ["soh"],
      features: ["temp"],
      tags: ["cell", "site"],
      ids: right.cell.map((_, at) => `b${at}`),
    });
    const joined = joinFeatureSets("both", [a, b], { on: ["cell", "site"], how });
    const rows = joined.records().map(({ cell, site, volt, note, temp, soh }) =>
      JSON.stringify([cell, site, volt, note, temp, soh])
    );
    assert.deepEqual(rows.sort(), golden.join[how].map((row) => JSON.stringify(row)).sort());
    const sides = how === "right" ? /^b/ : how === "outer" ? /^[ab]/ : /^a/;
    assert.ok(joined.sampleIds.every((id) => sides.test(id)));
  });
}

Deno.test('joinFeatureSets() by identifier keeps the samples of both with how: "outer"', () => {
  const more = FeatureSet.fromColumns("more", { amp: [7, 8] }, {
    features: ["amp"],
    ids: ["4", "9"],
  });
  const outer = joinFeatureSets("outer", [volts, more], { how: "outer" });
  assert.deepEqual(outer.sampleIds, ["1", "2", "3", "4", "9"]);
  assert.deepEqual(outer.column("amp").toArray(), [null, null, null, 7, 8]);
  assert.deepEqual(outer.column("volt").toArray(), [3, 4, 5, 6, null]);
});

Deno.test("joinFeatureSets() gives what can be saved where no sample has a partner", async () => {
  const kinds = { features: [], ids: "id" };
  const left = FeatureSet.fromColumns("l", { id: ["a"], x: [1] }, { ...kinds, tags: ["x"] });
  const right = FeatureSet.fromColumns("r", { id: ["b"], kind: ["chg"], ok: [true] }, {
    ...kinds,
    tags: ["kind", "ok"],
  });
  const joined = joinFeatureSets("j", [left, right], { how: "left" });
  const loaded = await FeatureSet.load(await joined.save());
  assert.deepEqual(loaded.records(), [{ x: 1, kind: null, ok: null }]);
  assert.deepEqual(loaded.dtypes, joined.dtypes);
});
