import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { FileFormatError } from "../../../../lib/data/file/file_error.ts";
import { scanFile } from "../../../../lib/data/file/scan_file.ts";
import { readText } from "../../../../lib/data/file/text.ts";

const folder = await mkdtemp(join(tmpdir(), "modulab-json-"));
globalThis.addEventListener("unload", () => void rm(folder, { recursive: true, force: true }));

async function fileOf(rows: readonly unknown[], format: "json" | "ndjson"): Promise<string> {
  const path = join(folder, `rows.${format}`);
  const lines = rows.map((row) => JSON.stringify(row));
  await writeFile(path, format === "json" ? `[${lines.join(",\n")}]` : `${lines.join("\n")}\n`);
  return path;
}

const rows = [
  { x: 1, date: "2024-01-02", at: "10:00:00", id: "123e4567-e89b-12d3-a456-426614174000", v: [1] },
  { x: 0.1, date: "2024-01-03T10:00:00Z", at: null, id: "7", v: [2.5], late: true },
  { x: null, date: "", at: "5", id: "é\n\"quoted\" 'text'", v: [null] },
];

for (const format of ["json", "ndjson"] as const) {
  Deno.test(`scanFile() reads ${format} as readText() does: dates, times and numbers stay texts`, async () => {
    const path = await fileOf(rows, format);
    const scanned = await scanFile(path, { format });
    const text = await Deno.readTextFile(path);
    for (const [name, values] of Object.entries(await readText(text, format))) {
      assert.deepEqual(scanned[name]?.toArray(), buildColumn(name, values).toArray(), name);
    }
    assert.deepEqual(scanned["date"]?.toArray(), rows.map(({ date }) => date));
  });

  Deno.test(`fromFile() of ${format} keeps the columns named and the rows that meet where`, async () => {
    const path = await fileOf(rows, format);
    const options = { features: ["x"], tags: ["date"], where: "date < '2024-01-03' and x > 0" };
    const set = await FeatureSet.fromFile("j", path, options as never);
    assert.deepEqual(set.records(), [{ x: 1, date: "2024-01-02" }]);
    await assert.rejects(
      FeatureSet.fromFile("j", path, { features: ["dat"], where: "x > 0" }),
      /No column "dat": did you mean "date"\?/,
    );
    await assert.rejects(
      FeatureSet.fromFile("j", path, { features: ["x"], where: "speed > 0" }),
      /Cannot read ".*" as (ND)?JSON: .*speed/,
    );
  });
}

Deno.test("scanFile() gives the values of JSON.parse(), whatever they are", async () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("2024-01-01", "1", "true", "null", "[1]"));
  const row = fc.record({
    number: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
    whole: fc.maxSafeInteger(),
    text,
    flag: fc.boolean(),
    pair: fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
  });
  const list = fc.array(row, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(list, fc.constantFrom("json", "ndjson"), async (given, format) => {
      const path = await fileOf(given, format);
      const again = await readText(await Deno.readTextFile(path), format);
      const scanned = await scanFile(path, { format });
      for (const [name, values] of Object.entries(again)) {
        assert.deepEqual(scanned[name]?.toArray(), buildColumn(name, values).toArray(), name);
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("scanFile() finds keys that only late objects have, in names and in conditions", async () => {
  const many = Array.from(
    { length: 21_000 },
    (_, at) => at < 20_990 ? { x: at } : { x: at, y: at },
  );
  const path = await fileOf(many, "ndjson");
  const late = await scanFile(path, { format: "ndjson", names: ["y"], where: "x > 20988" });
  assert.deepEqual(late["y"]?.toArray().slice(0, 2), [null, 20_990]);
  const met = await scanFile(path, { format: "ndjson", names: ["x"], where: "y > 20997" });
  assert.deepEqual(met["x"]?.toArray(), [20_998, 20_999]);
});

Deno.test("scanFile() of malformed JSON names the file and the line", async () => {
  const path = join(folder, "bad.ndjson");
  for (const text of ['{"x":1}\n{"x":\n', '{"x":1}\n[1]\n', '{"x":1}\n7\n']) {
    await writeFile(path, text);
    const error = await scanFile(path, { format: "ndjson" }).catch((one) => one);
    assert.ok(error instanceof FileFormatError, String(error));
    assert.match(error.message, /bad\.ndjson/);
  }
});
