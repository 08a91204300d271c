import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ARRAYS, type DType } from "../../../../lib/data/column.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";

const FORMATS = ["csv", "json", "ndjson", "arrow", "parquet"] as const;
type NumberKind = Exclude<DType, "utf8" | "bool">;
const NUMBERS = Object.keys(ARRAYS).filter((name) =>
  !["utf8", "bool"].includes(name)
) as NumberKind[];

/** A column of every kind, each with a missing sample in the middle. */
const everything = FeatureSet.fromColumns("everything", {
  ...Object.fromEntries(NUMBERS.map((dtype) => [dtype, [1, null, 3]])) as Record<
    NumberKind,
    (number | null)[]
  >,
  truth: [true, null, false],
  text: ['a,"b"\n', null, "ç"],
  signal: [[1.5, 2], null, [3, -4]],
  image: [[[1, 2], [3, 4]], null, [[5, 6], [7, 8]]],
  words: [["p", "q"], null, ["q", "r"]],
}, {
  features: [...NUMBERS, "signal", "image"],
  tags: ["truth", "text", "words"],
  dtypes: Object.fromEntries(NUMBERS.map((dtype) => [dtype, dtype])) as Record<
    NumberKind,
    NumberKind
  >,
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "modulab-write-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

for (const format of FORMATS) {
  Deno.test(`toFile() and fromFile() keep samples and missing ones of every kind in ${format}`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, `it's.${format}`);
      await everything.toFile(path, { ids: "sample" });
      assert.deepEqual(await readdir(folder), [`it's.${format}`]);
      const again = await FeatureSet.fromFile("everything", path, {
        features: everything.featureKeys,
        tags: everything.tagKeys,
        ids: "sample",
      });
      assert.deepEqual(again.records(), everything.records());
      assert.deepEqual(again.sampleIds, everything.sampleIds);
      assert.deepEqual(again.shapes, everything.shapes);
      if (format === "arrow" || format === "parquet") {
        assert.deepEqual(
          again.select({ columns: [...NUMBERS, "truth", "text"] }).dtypes,
          everything.select({ columns: [...NUMBERS, "truth", "text"] }).dtypes,
        );
      }
    });
  });

  Deno.test(`toFile() writes the rows and columns of a view in ${format}`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, `view.${format}`);
      await everything.take([2, 0]).toFile(path, { columns: ["float64", "text"] });
      const again = await FeatureSet.fromFile("v", path, { features: ["float64"], tags: ["text"] });
      assert.deepEqual(again.records(), [{ float64: 3, text: "ç" }, {
        float64: 1,
        text: 'a,"b"\n',
      }]);
    });
  });
}

Deno.test("numbers that are not finite are kept in every format that has them, and refused in JSON", async () => {
  const odd = FeatureSet.fromColumns("odd", { x: [NaN, Infinity, -Infinity, 1] }, {
    features: ["x"],
  });
  await inFolder(async (folder) => {
    for (const format of ["csv", "arrow", "parquet"]) {
      const path = join(folder, `odd.${format}`);
      await odd.toFile(path);
      const again = await FeatureSet.fromFile("odd", path, { features: ["x"] });
      assert.deepEqual(again.column("x").toArray(), [NaN, Infinity, -Infinity, 1], format);
    }
  });
  assert.throws(() => odd.toText("json"), /Cannot write Infinity of "x" as JSON/);
  assert.equal(odd.take([0, 3]).toText("ndjson"), '{"x":null}\n{"x":1}\n');
});

Deno.test("toFile() says which endings there are", async () => {
  await assert.rejects(everything.toFile("a.xls"), /No file ending ".xls".*".csv"/);
});
