import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import {
  columnsNamed,
  expandWildcards,
  originalNames,
  renameColumns,
} from "../../../lib/data/named_columns.ts";
import { inFolder } from "../../support/temporary.ts";

Deno.test("columnsNamed() lists what options name, once, as files call it; wildcards leave it open", () => {
  const options = { features: ["x"], tags: ["cell"], groupBy: "cell", sortBy: "t", ids: "id" };
  assert.deepEqual(columnsNamed(options), ["x", "cell", "t", "id"]);
  assert.deepEqual(columnsNamed({ features: ["x"], rename: { "x (mm)": "x" } }), ["x (mm)"]);
  assert.equal(columnsNamed({ features: ["x*"] }), undefined);
});

Deno.test("a wildcard means the columns that nothing else names", () => {
  const known = ["id", "p0", "p1", "cell", "t", "y"];
  const options = { features: ["*"], targets: ["y"], groupBy: "cell", sortBy: "t", ids: "id" };
  assert.deepEqual(expandWildcards(options, known), { ...options, features: ["p0", "p1"] });
  const some = expandWildcards({ features: ["y", "p*"], tags: ["c*"] }, known);
  assert.deepEqual([some.features, some.tags], [["y", "p0", "p1"], ["cell"]]);
  assert.throws(
    () => expandWildcards({ features: ["q*"], ids: "id" }, known),
    /No column "q\*".*"p0".*a wildcard means the columns that nothing else names/,
  );
});

Deno.test("wildcards name the columns of records, files and large files", async () => {
  const records = [{ a: 1, b: 2, label: "x" }, { a: 3, b: 4, label: "y" }];
  const set = FeatureSet.fromRecords("r", records, { features: ["*"], targets: ["label"] });
  assert.deepEqual([set.featureKeys, set.targetKeys], [["a", "b"], ["label"]]);
  assert.deepEqual(set.operations[0]?.options["features"], ["a", "b"]);
  const options = { features: ["*"], tags: ["a"], format: "csv" } as const;
  const file = await FeatureSet.fromFile("f", { text: "a,b,c\n1,2,3\n" }, options);
  assert.deepEqual([file.featureKeys, file.tagKeys], [["b", "c"], ["a"]]);
  const sql = "select 1 as a, 2 as b, 3 as c";
  const query = await FeatureSet.fromFile("q", { sql }, { features: ["c", "*"], tags: ["a"] });
  assert.deepEqual(query.featureKeys, ["c", "b"]);
});

Deno.test("renameColumns() gives names that keys may have, and refuses strange and equal ones", () => {
  const columns = { "sepal length": [1], "petal.width": [2], kind: ["a"] };
  const renamed = renameColumns(columns, { "sepal length": "sepal", "petal.width": "petal" });
  assert.deepEqual(renamed, { sepal: [1], petal: [2], kind: ["a"] });
  assert.deepEqual(originalNames(["petal", "kind"], { "petal.width": "petal" }), [
    "petal.width",
    "kind",
  ]);
  assert.throws(() => renameColumns(columns, { kin: "k" }), /No column "kin": did you mean "kind"/);
  assert.throws(
    () => renameColumns(columns, { kind: "sepal length" }),
    /two columns would be called/,
  );
});

Deno.test("names that no key may have are refused with the way to rename them", async () => {
  const source = { text: "sepal length,petal.width,id\n5.1,0.2,007\n" };
  for (const name of ["sepal length", "petal.width"]) {
    await assert.rejects(
      FeatureSet.fromFile("f", source, { format: "csv", features: [name] }),
      new RegExp(`write "${name.replace(/\W/, "_")}", with rename: \\{ "${name}": … \\}`),
    );
  }
  const set = await FeatureSet.fromFile("f", source, {
    format: "csv",
    features: ["sepal", "*"],
    rename: { "sepal length": "sepal", "petal.width": "petal" },
    ids: "id",
  });
  assert.deepEqual(set.records(), [{ sepal: 5.1, petal: 0.2 }]);
  assert.deepEqual(set.sampleIds, ["007"]);
});

Deno.test("rename may name columns that are not wanted, in every source, and none that are not there", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await writeFile(path, "x,y z\n1,2\n");
    const sources = [path, { text: "x,y z\n1,2\n" }, { sql: 'select 1 as x, 2 as "y z"' }];
    for (const source of sources) {
      const read = (from: string) =>
        FeatureSet.fromFile("f", source, {
          features: ["x"],
          rename: { [from]: "yz" },
          format: "csv",
        });
      assert.deepEqual((await read("y z")).records(), [{ x: 1 }]);
      await assert.rejects(
        read("y zz"),
        /No column "y zz": did you mean "y z"\? Columns: "x", "y z"/,
      );
    }
  });
});
