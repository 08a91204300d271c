import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Column } from "../../../../lib/data/column.ts";
import { withDuckDB } from "../../../../lib/data/file/duckdb.ts";
import type { ScanOptions } from "../../../../lib/data/file/scan.ts";
import { scanCsv } from "../../../../lib/data/file/scan_csv.ts";
import { inFolder } from "../../../support/temporary.ts";

async function scan(text: string, options: ScanOptions = {}): Promise<Record<string, Column>> {
  return await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await writeFile(path, text);
    return await withDuckDB((connection) => scanCsv(connection, path, options));
  });
}

Deno.test("scanCsv() finds the kind of a column over the whole file, to its last line", async () => {
  const numbers = `x,y\n${"1,2\n".repeat(3000)}`;
  assert.equal((await scan(numbers))["y"]?.dtype, "float64");
  const late = await scan(`${numbers}3,four\n`);
  assert.deepEqual([late["x"]?.dtype, late["y"]?.dtype], ["float64", "utf8"]);
  assert.deepEqual([late["y"]?.at(0), late["y"]?.at(3000)], ["2", "four"]);
});

Deno.test("scanCsv() takes words for missing only among numbers and truth values", async () => {
  const { n, b, t } = await scan("n,b,t\n1,true,NA\nNA,N/A,x\n,,\n");
  assert.deepEqual(n?.toArray(), [1, null, null]);
  assert.deepEqual(b?.toArray(), [true, null, null]);
  assert.deepEqual(t?.toArray(), ["NA", "x", null]);
});

Deno.test("scanCsv() reads lists as samples with a shape, and numbers as texts where that is asked", async () => {
  const { signal, zip } = await scan('signal,zip\n"[1,2]",01067\n"[3,4]",10115\n', {
    texts: ["zip"],
  });
  assert.deepEqual([signal?.shape, signal?.at(1)], [[2], [3, 4]]);
  assert.deepEqual(zip?.toArray(), ["01067", "10115"]);
});

Deno.test("scanCsv() filters by columns that are not kept, and keeps the order asked for", async () => {
  const read = await scan("a,b,c\n1,2,3\n4,5,6\n", { names: ["c", "a"], where: "b > 3" });
  assert.deepEqual(Object.entries(read).map(([name, one]) => [name, one.toArray()]), [["c", [6]], [
    "a",
    [4],
  ]]);
});

Deno.test("scanCsv() refuses what is no UTF-8, and columns that are not there", async () => {
  await assert.rejects(scan("vol\n1\n", { names: ["volt"] }), /did you mean "vol"/);
  await inFolder(async (folder) => {
    const path = join(folder, "latin.csv");
    await writeFile(path, new Uint8Array([0x78, 0xe4, 0x0a, 0x31, 0x0a]));
    const reading = withDuckDB((connection) => scanCsv(connection, path, {}));
    await assert.rejects(reading, /latin\.csv" as CSV: it is no UTF-8 text/);
  });
});
