import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { fileParts } from "../../../lib/data/file_parts.ts";
import { gt } from "../../../lib/data/predicate.ts";

const source = { text: "x,y,cell\n1,2,a\n3,4,b\n" };

Deno.test("fileParts() reads the columns that options name, and no others", async () => {
  const { table, label } = await fileParts("f", source, {
    features: ["x"],
    tags: ["cell"],
    format: "csv",
    dtypes: { x: "float32" },
  });
  assert.deepEqual([label, table.names], ["f", ["features.x.raw", "tags.cell.raw"]]);
  assert.equal(table.column("features.x.raw").dtype, "float32");
});

Deno.test("fileParts() writes down what was read: contents by their fingerprint", async () => {
  const options = { features: ["x"], format: "csv" } as const;
  const { operations: [first] = [] } = await fileParts("f", source, options);
  const { operations: [again] = [] } = await fileParts("f", { ...source }, options);
  const { operations: [other] = [] } = await fileParts("f", { text: "x\n9\n" }, options);
  assert.equal(first?.name, "fromFile");
  assert.deepEqual(first?.options["source"], again?.options["source"]);
  assert.notDeepEqual(first?.options["source"], other?.options["source"]);
  assert.ok(!JSON.stringify(first).includes("1,2,a"));
});

Deno.test("fileParts() keeps the rows that meet conditions, and writes the conditions down", async () => {
  const options = { features: ["y"], format: "csv", where: { x: gt(1), cell: "b" } } as const;
  const { table, operations: [made] = [] } = await fileParts("f", source, options);
  assert.deepEqual(table.column("features.y.raw").toArray(), [4]);
  assert.deepEqual(made?.options["where"], {
    x: { op: "gt", value: 1 },
    cell: { op: "eq", value: "b" },
  });
});

Deno.test("fileParts() takes numbers for texts where that is asked", async () => {
  const options = { features: [], tags: ["x"], format: "csv", dtypes: { x: "utf8" } } as const;
  const { table } = await fileParts("f", source, options);
  assert.deepEqual(table.column("tags.x.raw").toArray(), ["1", "3"]);
});

Deno.test("fileParts() keeps identifiers as they stand in the file, and as a column where that is asked", async () => {
  const text = "id,x\n007,1\n7,2\n";
  const options = { features: ["x"], format: "csv", ids: "id" } as const;
  const { table } = await fileParts("f", { text }, options);
  assert.deepEqual(table.ids.toArray(), ["007", "7"]);
  const both = await fileParts("f", { text }, { ...options, tags: ["id"] });
  assert.deepEqual(both.table.column("tags.id.raw").toArray(), ["007", "7"]);
});

Deno.test("fileParts() reads numbers beyond 2^53 of a query as texts, as its error says", async () => {
  const large = { sql: "select 9007199254740993::bigint as x" };
  await assert.rejects(fileParts("f", large, { features: ["x"] }), /dtypes: \{ x: "utf8" \}/);
  const { table } = await fileParts("f", large, { features: ["x"], dtypes: { x: "utf8" } });
  assert.deepEqual(table.column("features.x.raw").toArray(), ["9007199254740993"]);
});

Deno.test("fileParts() takes the URL of a file, and says what to do with others", async () => {
  const url = new URL("../../../notebooks/data/penguins.csv", import.meta.url);
  const { table, operations: [made] = [] } = await fileParts("p", url, {
    features: ["body_mass_g"],
  });
  assert.equal(table.length, 344);
  assert.equal(made?.options["source"], fileURLToPath(url));
  await assert.rejects(
    fileParts("p", new URL("https://example.org/a.csv"), { features: ["x"] }),
    /Cannot read https:\/\/example.org\/a.csv: only files.*fetch it, and give its contents as/,
  );
});
