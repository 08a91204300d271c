import assert from "node:assert/strict";
import fc from "fast-check";
import { tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from "apache-arrow";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { batteryPulses } from "../battery_pulses.ts";

const mixed = FeatureSet.fromColumns("mixed", {
  signal: { values: Float32Array.from({ length: 12 }, (_, at) => at / 4), shape: [2, 2] },
  x: [1.5, null, -2],
  n: Int16Array.of(1, 2, 3),
  kind: ["a", null, 'b,"\n'],
  ok: [true, false, true],
}, { features: ["signal", "x", "n"], targets: [], tags: ["kind", "ok"] });
const keys = { features: ["signal", "x", "n"], tags: ["kind", "ok"] } as const;

Deno.test("Arrow IPC keeps names, kinds, shapes, missing samples and identifiers", async () => {
  const again = FeatureSet.fromArrow("mixed", tableFromIPC(await mixed.toIpc()));
  assert.deepEqual(again.records(), mixed.records());
  assert.deepEqual(again.dtypes, mixed.dtypes);
  assert.deepEqual(again.shapes, mixed.shapes);
  assert.deepEqual(again.sampleIds, mixed.sampleIds);
  assert.equal(again.fingerprint, mixed.fingerprint);
});

Deno.test("toArrow() shares the numbers of a whole FeatureSet", async () => {
  const pulses = batteryPulses();
  const table = await pulses.toArrow({ targets: "soh" });
  const [data] = table.getChild("targets.soh.raw")?.data ?? [];
  assert.equal(data?.values, pulses.column("soh").values);
});

Deno.test("fromArrow() reads tables of others: chunks, slices, lists, 64-bit integers", () => {
  const table = tableFromArrays({
    x: Float32Array.of(1, 2, 3, 4),
    id: BigInt64Array.of(5n, 6n, 7n, 8n),
  });
  const both = table.concat(table).slice(1, 6);
  const set = FeatureSet.fromArrow("t", both, { features: ["x"], tags: ["id"] });
  assert.deepEqual(set.column("x").toArray(), [2, 3, 4, 1, 2]);
  assert.deepEqual(set.column("id").toArray(), [6, 7, 8, 5, 6]);
  const lists = tableFromArrays({ x: Float32Array.of(1) }).assign(
    tableFromArrays({ y: Float32Array.of(0) }),
  );
  assert.equal(FeatureSet.fromArrow("l", lists, { features: ["x", "y"] }).length, 1);
  const nested = vectorFromArray([[1, 2], [3, 4]]);
  assert.equal(nested.length, 2);
});

for (const format of ["json", "ndjson", "csv"] as const) {
  Deno.test(`${format} keeps rows of every kind`, async () => {
    const text = mixed.toText(format);
    const again = await FeatureSet.fromFile("mixed", { text }, { ...keys, format });
    assert.deepEqual(again.records(), mixed.records());
  });

  Deno.test(`malformed ${format} gives a typed error and nothing else`, async () => {
    const text = mixed.toText(format);
    const damage = fc.tuple(fc.nat(text.length), fc.string({ maxLength: 3 }), fc.nat(20));
    await fc.assert(
      fc.asyncProperty(damage, async ([at, put, cut]) => {
        const broken = text.slice(0, at) + put + text.slice(at + cut);
        try {
          await FeatureSet.fromFile("m", { text: broken }, { ...keys, format });
        } catch (error) {
          const kind = (error as Error).constructor.name;
          assert.match(kind, /^(FileFormatError|TypeError|RangeError|UnknownNameError)$/);
          assert.match((error as Error).message, /^(Cannot|No|Columns|Duplicate|Invalid)/);
        }
      }),
      { numRuns: 100 },
    );
  });
}

Deno.test("malformed Arrow gives a SyntaxError or a typed one", async () => {
  const bytes = tableToIPC(tableFromArrays({ x: Float32Array.of(1, 2) }), "file");
  for (const cut of [0, 5, 40, bytes.length >> 1]) {
    await assert.rejects(
      FeatureSet.fromFile("m", { bytes: bytes.slice(0, cut) }, { features: ["x"] as string[] }),
      SyntaxError,
    );
  }
});

Deno.test("fromFile() names the columns that exist and the formats it knows", async () => {
  const text = "voltage,soh\n1,2\n";
  await assert.rejects(
    FeatureSet.fromFile("m", { text }, { features: ["volt"], format: "csv" }),
    /No column "volt": did you mean "voltage"\?/,
  );
  await assert.rejects(
    FeatureSet.fromFile("m", "a.cvs", { features: ["x"] }),
    /did you mean ".csv"/,
  );
  await assert.rejects(FeatureSet.fromFile("m", { text }, { features: ["x"] }), /add format/);
});

Deno.test("CSV columns have one type each, and empty fields are missing", async () => {
  const text = "a,b,c,d\n1,true,1,\n,false,x,\n2.5e3,TRUE,,\n";
  const set = await FeatureSet.fromFile("m", { text }, {
    features: ["a", "b", "c"],
    format: "csv",
  });
  assert.deepEqual(set.columns()["a"]?.toArray(), [1, null, 2500]);
  assert.deepEqual(set.columns()["b"]?.toArray(), [true, false, true]);
  assert.deepEqual(set.columns()["c"]?.toArray(), ["1", "x", null]);
  await assert.rejects(
    FeatureSet.fromFile("m", { text: "a,a\n1,2\n" }, { features: ["a"], format: "csv" }),
    /two columns are named "a"/,
  );
});
