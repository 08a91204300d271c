import assert from "node:assert/strict";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { ColumnTable, rawName } from "../../../lib/data/column_table.ts";
import { checkKeys, columnName, parseColumnName } from "../../../lib/data/column_name.ts";

const x = buildColumn("x", [1, 2]);
const y = buildColumn("y", [3, 4]);

Deno.test("a table names columns domain after domain, key after key, the newest last", () => {
  const table = new ColumnTable({ "tags.k.raw": x, "features.b.raw": x, "features.a.raw": y })
    .with({ "features.b.unit": y });
  assert.deepEqual(table.names, [
    "features.b.raw",
    "features.b.unit",
    "features.a.raw",
    "tags.k.raw",
  ]);
  assert.deepEqual(table.representations("features", "b"), ["raw", "unit"]);
  assert.deepEqual([table.domainOf("k"), table.domainOf("none")], ["tags", undefined]);
  const again = table.with({ "features.b.raw": y });
  assert.deepEqual(again.representations("features", "b"), ["unit", "raw"]);
  assert.deepEqual(table.without(["tags.k.raw"]).keys.tags, []);
});

Deno.test("with() and without() give tables that share identities and columns", () => {
  const table = new ColumnTable({ "features.a.raw": x });
  const more = table.with({ "tags.k.raw": y });
  assert.equal(more.ids, table.ids);
  assert.equal(more.column("features.a.raw"), x);
  assert.equal(more.without(["tags.k.raw"]).fingerprint, table.fingerprint);
  assert.equal(table.has("tags.k.raw"), false);
});

Deno.test("a table refuses columns of different lengths and identifiers of another number", () => {
  const short = buildColumn("z", [1]);
  assert.throws(
    () => new ColumnTable({ "features.a.raw": x, "tags.k.raw": short }),
    /"features.a.raw" has 2 samples, "tags.k.raw" has 1/,
  );
  assert.throws(
    () => new ColumnTable({ "features.a.raw": x }, { ids: ["p"] }),
    /Cannot name 2 samples/,
  );
  assert.throws(
    () => new ColumnTable({ "features.a.raw": x }).column("features.b.raw"),
    /did you mean/,
  );
});

Deno.test("names of columns have three parts, and keys belong to one domain", () => {
  assert.deepEqual(parseColumnName("targets.soh.raw"), {
    domain: "targets",
    key: "soh",
    representation: "raw",
  });
  assert.equal(columnName(parseColumnName("tags.a.b")), "tags.a.b");
  assert.equal(rawName("tags", "cell"), "tags.cell.raw");
  for (const bad of ["bad", "features.x", "features.x.raw.y"]) {
    assert.throws(() => parseColumnName(bad), /Invalid column .*expected <domain>\.<key>/);
  }
  assert.throws(
    () => parseColumnName("feature.x.raw"),
    /No domain "feature": did you mean "features"/,
  );
  const keys = { features: ["x"], targets: [], tags: [] };
  assert.throws(
    () => checkKeys({ ...keys, tags: ["x"] }),
    /Duplicate key "x": it is in "features", "tags"/,
  );
  assert.throws(() => checkKeys({ ...keys, features: ["a b"] }), /invalid character/);
  assert.throws(() => checkKeys({ ...keys, features: ["raw"] }), /reserved keyword/);
});
