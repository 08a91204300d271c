import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { scanArrow } from "../../../../lib/data/file/scan_arrow.ts";
import { gt, isNull, notNull } from "../../../../lib/data/predicate.ts";
import { inFolder } from "../../../support/temporary.ts";

const BATCHES = 5;
const ROWS = 40;

const rows = Array.from({ length: BATCHES * ROWS }, (_, row) => row);
const whole = new Table({
  x: vectorFromArray(Float32Array.from(rows)),
  // Missing in all of the first batch.
  text: vectorFromArray(rows.map((row) => row < 50 ? null : `t${row % 7}`), new Utf8()),
  unwanted: vectorFromArray(rows.map((row) => `long text ${row}`), new Utf8()),
  kind: vectorFromArray(rows.map((row) => row % 3 === 0 ? null : `k${row % 2}`)),
  flag: vectorFromArray(rows.map((row) => row % 2 === 0)),
});
const cut = Array.from({ length: BATCHES }, (_, at) => whole.slice(at * ROWS, (at + 1) * ROWS));
const table = new Table(whole.schema, cut.flatMap(({ batches }) => batches));
const file = tableToIPC(table, "file");
const stream = tableToIPC(table, "stream");

async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const path = join(folder, "a.arrow");
    await writeFile(path, bytes);
    return await use(path);
  });
}

for (const [name, bytes] of Object.entries({ file, stream })) {
  Deno.test(`scanArrow() puts the batches of a ${name} below each other`, async () => {
    await withFile(bytes, async (path) => {
      const columns = await scanArrow(path);
      assert.deepEqual(Object.keys(columns), ["x", "text", "unwanted", "kind", "flag"]);
      const last = Object.values(columns).map((column) => column.at(BATCHES * ROWS - 1));
      assert.deepEqual(last, [199, "t3", "long text 199", "k1", false]);
      const { x, text, kind } = columns;
      assert.deepEqual([x?.dtype, text?.dtype, kind?.dtype], ["float32", "utf8", "utf8"]);
      assert.deepEqual([x?.length, text?.nullCount, kind?.nullCount], [200, 50, 67]);
    });
  });

  Deno.test(`scanArrow() keeps the rows of a ${name} that meet conditions on other columns`, async () => {
    await withFile(bytes, async (path) => {
      const where = { x: gt(90), kind: "k1", text: notNull() };
      const seen: number[] = [];
      const kept = await scanArrow(path, {
        names: ["text"],
        where,
        onRows: (rows) => seen.push(rows),
      });
      assert.deepEqual(Object.keys(kept), ["text"]);
      const wanted = Array.from({ length: 200 }, (_, row) => row)
        .filter((row) => row > 90 && row % 3 !== 0 && row % 2 === 1);
      assert.deepEqual(kept["text"]?.toArray(), wanted.map((row) => `t${row % 7}`));
      assert.equal(seen.at(-1), 200);
    });
  });
}

Deno.test("scanArrow() is not disturbed by damage in columns that nobody asked for", async () => {
  const plain = new TextDecoder("latin1").decode(file);
  const damaged = file.slice();
  // Offsets of texts that lead nowhere would be refused if they were looked at.
  for (let at = plain.indexOf("long text"); at >= 0; at = plain.indexOf("long text", at + 1)) {
    damaged.fill(0xff, at, at + 9);
  }
  await withFile(damaged, async (path) => {
    const { x } = await scanArrow(path, { names: ["x"] });
    assert.equal(x?.at(150), 150);
    const { unwanted } = await scanArrow(path, { names: ["unwanted"] });
    assert.notEqual(unwanted?.at(0), "long text 0");
  });
});

Deno.test("fromFile() takes conditions by column for every format, and SQL where DuckDB reads", async () => {
  const set = FeatureSet.fromColumns("set", {
    x: [1, 2, 3, null],
    cell: ["a", "b", "a", "b"],
  }, { features: ["x"], tags: ["cell"] });
  await inFolder(async (folder) => {
    for (const ending of ["arrow", "csv", "json", "ndjson", "parquet"]) {
      const path = join(folder, `set.${ending}`);
      await set.toFile(path);
      const read = (where: Record<string, unknown>) =>
        FeatureSet.fromFile("read", path, { features: ["x"], where: where as never });
      assert.deepEqual((await read({ cell: "a", x: gt(1) })).column("x").toArray(), [3], ending);
      assert.equal((await read({ x: isNull() })).length, 1, ending);
      await assert.rejects(read({ cel: "a" }), /No column "cel": did you mean "cell"/);
      const [made] = (await read({ cell: "a" })).operations;
      assert.deepEqual(made?.options["where"], { cell: { op: "eq", value: "a" } });
    }
    await assert.rejects(
      FeatureSet.fromFile("read", join(folder, "set.arrow"), { features: ["x"], where: "x > 1" }),
      /condition in SQL.*where: \{ soh: gt\(90\) \}/,
    );
  });
});

Deno.test("scanArrow() goes on with the next batches when it has read sixteen megabytes", async () => {
  const long = new Table({
    x: vectorFromArray(Float64Array.from({ length: 700_000 }, (_, at) => at)),
  });
  const parts = [0, 1, 2, 3, 4].flatMap(() => long.batches);
  await withFile(tableToIPC(new Table(long.schema, parts), "file"), async (path) => {
    const seen: number[] = [];
    const { x } = await scanArrow(path, { onRows: (rows) => seen.push(rows) });
    assert.deepEqual(seen, [2_100_000, 3_500_000]);
    for (const row of [699_999, 700_000, 2_099_999, 2_100_000, 3_499_999]) {
      assert.equal(x?.at(row), row % 700_000);
    }
  });
});

Deno.test("scanArrow() says which columns there are, and what is no Arrow file", async () => {
  await withFile(file, async (path) => {
    await assert.rejects(
      scanArrow(path, { names: ["kin"] }),
      /No column "kin": did you mean "kind"/,
    );
    await assert.rejects(scanArrow(path, { where: { z: 1 } }), /No column "z"/);
  });
  const strange: Readonly<Record<string, Uint8Array>> = {
    "no column in it": tableToIPC(tableFromArrays({}), "file"),
    "it is cut off": file.slice(0, -9),
    "and ends before them": stream.slice(0, stream.length >> 1),
    "no column": new Uint8Array(0),
    "Cannot read": new TextEncoder().encode("x,y\n1,2\n"),
  };
  for (const [reason, bytes] of Object.entries(strange)) {
    await withFile(bytes, async (path) => {
      await assert.rejects(scanArrow(path), (error: unknown) => {
        assert.ok(error instanceof SyntaxError, String(error));
        assert.match(error.message, new RegExp(reason));
        return true;
      });
    });
  }
  await assert.rejects(scanArrow("nowhere.arrow"), /ENOENT/);
});

Deno.test("scanArrow() of damaged bytes gives columns or a typed error, whatever byte is changed", async () => {
  const damage = fc.tuple(
    fc.constantFrom(file, stream),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
  );
  await inFolder(async (folder) => {
    const path = join(folder, "a.arrow");
    await fc.assert(
      fc.asyncProperty(damage, async ([bytes, place, flip]) => {
        const damaged = bytes.slice();
        const at = place % damaged.length;
        damaged[at] = (damaged[at] as number) ^ flip;
        await writeFile(path, damaged);
        try {
          await scanArrow(path);
        } catch (error) {
          const { name, message, stack } = error as Error;
          assert.match(name, /^(FileFormatError|TypeError|RangeError|UnknownNameError)$/, stack);
          assert.match(message, /^(Cannot |No )/, stack);
        }
      }),
      { numRuns: 150 },
    );
  });
});

Deno.test("scanArrow() of a file of ours gives the columns that were written, to the bit", async () => {
  const set = FeatureSet.fromColumns("set", {
    x: [1.5, null, 3],
    signal: [[1, 2], [3, 4], null],
    kind: ["a", null, "bc"],
  }, { features: ["x", "signal"], tags: ["kind"] });
  await withFile(await set.toIpc(), async (path) => {
    const names = set.columnNames;
    const scanned = await scanArrow(path, { names });
    for (const name of names) {
      assert.deepEqual(scanned[name]?.toArray(), set.table.column(name).toArray(), name);
      assert.equal(scanned[name]?.fingerprint, set.table.column(name).fingerprint, name);
    }
  });
});
