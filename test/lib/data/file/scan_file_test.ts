import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UnknownNameError } from "../../../../lib/core/names.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { withDuckDB } from "../../../../lib/data/file/duckdb.ts";
import { FileFormatError } from "../../../../lib/data/file/file_error.ts";
import { readColumns } from "../../../../lib/data/file/files.ts";
import { scanFile } from "../../../../lib/data/file/scan_file.ts";

const folder = await mkdtemp(join(tmpdir(), "modulab-scan-"));
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

async function csvFile(text: string): Promise<string> {
  const path = join(folder, "rows.csv");
  await writeFile(path, text);
  return path;
}

Deno.test("scanFile() reads of a large Parquet file only the columns and rows asked for", async () => {
  const path = join(folder, "large.parquet");
  const columns = Array.from({ length: 20 }, (_, at) => `(range * ${at})::float as c${at}`);
  await withDuckDB(async (connection) => {
    await connection.run(
      `copy (select range::integer as row, ${columns.join(", ")} from range(300000))
      to '${path.replaceAll("'", "''")}' (format parquet)`,
    );
  });
  const seen: number[] = [];
  const set = await FeatureSet.fromFile("large", path, {
    features: ["c3"],
    tags: ["row"],
    where: "row % 100 = 7",
    onRows: (rows) => seen.push(rows),
  });
  assert.equal(set.length, 3000);
  assert.deepEqual(set.columnNames, ["features.c3.raw", "tags.row.raw"]);
  assert.deepEqual([set.column("row").at(1), set.column("c3").at(1)], [107, 321]);
  // What came into this process was two columns of 3000 rows, in pieces: no more was ever held.
  assert.equal(seen.at(-1), 3000);
  assert.ok(seen.length > 1 && seen.every((rows, at) => rows - (seen[at - 1] ?? 0) <= 2048));
  assert.equal(set.column("c3").values.buffer.byteLength, 3000 * 4);
});

Deno.test("a CSV file is read as its text is, whatever is in it", async () => {
  const field = fc.oneof(
    fc.constantFrom(
      "",
      "1",
      "-2.5",
      "+3",
      ".5",
      "1e3",
      "007",
      "true",
      "False",
      "nan",
      "-inf",
      "NA",
      "None",
      "[1, 2]",
    ),
    fc.string({ maxLength: 4 }),
  );
  const rows = fc.integer({ min: 1, max: 3 }).chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 6 })
  );
  await fc.assert(
    fc.asyncProperty(rows, async (table) => {
      const width = table[0]?.length ?? 1;
      const names = ["a", "b b", 'c"c'].slice(0, width);
      const quoted = [names, ...table].map((row) =>
        row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",") + "\n"
      );
      const text = quoted.join("");
      const path = await csvFile(text);
      const [ofFile, ofText] = await Promise.all([
        readColumns(path).catch((error: Error) => error.constructor),
        readColumns({ text }, { format: "csv" }).catch((error: Error) => error.constructor),
      ]);
      if (typeof ofFile === "function" || typeof ofText === "function") {
        assert.equal(ofFile, ofText);
        return;
      }
      const read = (columns: typeof ofFile) =>
        FeatureSet.fromColumns("t", columns, { features: ["a"] }).column("a").toArray();
      const outcome = (columns: typeof ofFile): unknown => {
        try {
          return read(columns);
        } catch (error) {
          return (error as Error).message;
        }
      };
      assert.deepEqual(outcome(ofFile), outcome(ofText));
    }),
    { numRuns: 60 },
  );
});

Deno.test("scanFile() filters CSV by a condition on columns that are not read", async () => {
  const path = await csvFile("volt,cell,note\n3.1,1,a\n3.2,2,\n,3,c\n");
  const set = await FeatureSet.fromFile("rows", path, {
    features: ["volt"],
    tags: ["note"],
    where: "cell >= 2",
  });
  assert.deepEqual(set.records(), [{ volt: 3.2, note: null }, { volt: null, note: "c" }]);
  await assert.rejects(
    FeatureSet.fromFile("rows", path, { features: ["volt"], where: "cel = 2" }),
    (error: unknown) => error instanceof FileFormatError && /cel/.test(error.message),
  );
});

Deno.test("scanFile() names the column that is not there, and those that are", async () => {
  const path = await csvFile("voltage,soh\n1,2\n");
  const wrong = { features: ["volt"] };
  await assert.rejects(FeatureSet.fromFile("m", path, wrong), {
    name: "UnknownNameError",
    message: 'No column "volt": did you mean "voltage"? Columns: "voltage", "soh"',
  });
  const parquet = join(folder, "soh.parquet");
  await FeatureSet.fromColumns("m", { soh: [1] }, { features: ["soh"] }).toFile(parquet);
  await assert.rejects(FeatureSet.fromFile("m", parquet, wrong), UnknownNameError);
});

Deno.test("malformed CSV files give an error with the file and the line, and never other rows", async () => {
  const cases: readonly [RegExp, string][] = [
    [/rows\.csv" as CSV: .*Line: 3.*Expected Number of Columns: 2 Found: 1/, "x,y\n1,2\n3\n"],
    [/Line: 3.*Expected Number of Columns: 2 Found: 3/, "x,y\n1,2\n3,4,5\n"],
    [/unterminated quote/, 'x,y\n1,2\n"3,4\n'],
    [/there is no line of names/, ""],
    [/two columns are named "x"/, "x,x\n1,2\n"],
  ];
  for (const [message, text] of cases) {
    const path = await csvFile(text);
    await assert.rejects(scanFile(path, { format: "csv" }), (error: unknown) => {
      assert.ok(error instanceof FileFormatError, String(error));
      assert.match(error.message, message);
      assert.ok(error.message.length < 500);
      return true;
    });
  }
  const path = join(folder, "latin.csv");
  await writeFile(path, Uint8Array.of(0x78, 0x0a, 0xff, 0xfe, 0x0a));
  await assert.rejects(scanFile(path, { format: "csv" }), FileFormatError);
});

Deno.test("whole numbers beyond 2^53 are refused, or kept as texts where that is asked", async () => {
  const text = "id,x\n9007199254740993,1\n12,2\n";
  const path = await csvFile(text);
  for (const source of [path, { text }]) {
    const options = { features: ["x"], tags: ["id"], format: "csv" } as const;
    await assert.rejects(
      FeatureSet.fromFile("ids", source, options),
      /Cannot keep 9007199254740993 of column "id" as a number: .* dtypes: \{ id: "utf8" \}/,
    );
    const set = await FeatureSet.fromFile("ids", source, { ...options, dtypes: { id: "utf8" } });
    assert.deepEqual(set.column("id").toArray(), ["9007199254740993", "12"]);
  }
});

Deno.test("CSV with other delimiters, and tabs by their ending", async () => {
  const path = join(folder, "rows.tsv");
  await writeFile(path, "x\tnote\n1\ta,b\n");
  const tabs = await FeatureSet.fromFile("t", path, { features: ["x"], tags: ["note"] });
  assert.deepEqual(tabs.records(), [{ x: 1, note: "a,b" }]);
  const text = { text: "x;y\n1;2\n" };
  const options = { features: ["y"], format: "csv", delimiter: ";" } as const;
  assert.equal((await FeatureSet.fromFile("s", text, options)).column("y").at(0), 2);
});

Deno.test("several Parquet files are read as one", async () => {
  const part = (soh: number) => FeatureSet.fromColumns("p", { soh: [soh] }, { features: ["soh"] });
  const parts = await mkdtemp(join(folder, "parts-"));
  await part(1).toFile(join(parts, "1.parquet"));
  await part(2).toFile(join(parts, "2.parquet"));
  const both = await FeatureSet.fromFile("both", join(parts, "*.parquet"), { features: ["soh"] });
  assert.deepEqual(both.column("soh").toArray(), [1, 2]);
  await rm(parts, { recursive: true });
});

Deno.test("a file that is not there is told by its path", async () => {
  for (const name of ["none.csv", "none.parquet", "none.ndjson", "none.arrow"]) {
    const path = join(folder, name);
    await assert.rejects(
      FeatureSet.fromFile("n", path, { features: ["x"] }),
      (error: Error & { code?: string }) => error.code === "ENOENT" && error.message.includes(name),
    );
  }
});

Deno.test("damaged Parquet files give the columns or a typed error, whatever byte is changed", async () => {
  const path = join(folder, "damaged.parquet");
  const set = FeatureSet.fromColumns("mixed", {
    x: Array.from({ length: 300 }, (_, at) => at % 7 === 0 ? null : at * 1.5),
    signal: Array.from({ length: 300 }, (_, at) => [at, 2 * at]),
    kind: Array.from({ length: 300 }, (_, at) => `k${at % 5}`),
  }, { features: ["x", "signal"], tags: ["kind"] });
  await set.toFile(path);
  const whole = await Deno.readFile(path);
  const place = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 0, max: 255 }), async (at, flip) => {
      const damaged = flip === 0 ? whole.slice(0, at) : whole.slice();
      if (flip !== 0) damaged[at] = (damaged[at] as number) ^ flip;
      await writeFile(path, damaged);
      const read = await scanFile(path, { format: "parquet", names: ["x", "kind"] })
        .catch((error: Error) => error);
      if (!(read instanceof Error)) assert.deepEqual(Object.keys(read), ["x", "kind"]);
      else {
        assert.match(
          read.name,
          /^(FileFormatError|UnknownNameError|TypeError)$/,
          String(read.stack),
        );
        assert.match(read.message, /damaged\.parquet|column "/);
      }
    }),
    { numRuns: 60 },
  );
});
