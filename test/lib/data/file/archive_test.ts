import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { fingerprint } from "../../../../lib/core/json.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { ArchiveError } from "../../../../lib/data/file/archive.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses()
  .splitByCondition({ source: { pulse_type: "chg" }, rest: { pulse_type: "dchg" } })
  .splitRandom({ ratios: { train: 0.8, val: 0.2 }, of: "source" })
  .fitTransform("perSampleZeroStart", { domain: "features" })
  .fitTransform("segmented", {
    domain: "features",
    fitTo: "train",
    config: { boundaries: [0, 50, 101], scaler: "minMax" },
  })
  .fitTransform("standard", { domain: "targets", fitTo: "train" });
const bytes = await pulses.save();

Deno.test("load() gives back columns, identifiers, splits, scalers and history", async () => {
  const loaded = await FeatureSet.load(bytes);
  assert.equal(loaded.fingerprint, pulses.fingerprint);
  assert.deepEqual(loaded.columnNames, pulses.columnNames);
  assert.deepEqual(loaded.splitSizes, pulses.splitSizes);
  assert.deepEqual(loaded.getSplit("val").rows, pulses.splits.val.rows);
  assert.deepEqual(loaded.operations, JSON.parse(JSON.stringify(pulses.operations)));
  assert.deepEqual(loaded.splitRecords, JSON.parse(JSON.stringify(pulses.splitRecords)));
});

Deno.test("scalers can be undone and run backwards after load()", async () => {
  const loaded = await FeatureSet.load(bytes);
  const undone = loaded.undoLastTransform({ domain: "features" });
  const before = pulses.undoLastTransform({ domain: "features" });
  assert.deepEqual(undone.column("voltage").values, before.column("voltage").values);
  const values = [0.5, -1];
  assert.deepEqual(
    loaded.inverse(values, { domain: "targets" }),
    pulses.inverse(values, { domain: "targets" }),
  );
});

Deno.test("save() writes the same bytes for the same FeatureSet, and leaves no draft", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modulab-"));
  try {
    const path = join(folder, "pulses.zip");
    assert.equal(fingerprint(await pulses.save(path)), fingerprint(bytes));
    assert.deepEqual(await readdir(folder), ["pulses.zip"]);
    assert.equal((await FeatureSet.load(path)).label, "pulses");
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("load() refuses a file that was changed, cut off, or is of another kind", async () => {
  const files = unzipSync(bytes);
  const manifest = new TextDecoder().decode(files["feature_set.json"]);
  const changed = (change: (copy: Record<string, Uint8Array>) => void): Uint8Array => {
    const copy = { ...files };
    change(copy);
    return zipSync(copy);
  };
  const cases: readonly [RegExp, Uint8Array][] = [
    [
      /"feature_set.json" was changed/,
      changed((copy) => {
        copy["feature_set.json"] = new TextEncoder().encode(manifest.replace("pulses", "others"));
      }),
    ],
    [/"table.arrow" is missing/, changed((copy) => delete copy["table.arrow"])],
    [/unexpected parts: "run.js"/, changed((copy) => copy["run.js"] = new Uint8Array(1))],
    [/"checksums.json" is missing/, zipSync({ "a.txt": new Uint8Array(3) })],
    [/no complete zip/, bytes.subarray(0, bytes.length - 100)],
    [/no complete zip/, new Uint8Array(10)],
  ];
  for (const [message, damaged] of cases) {
    await assert.rejects(FeatureSet.load(damaged), (error: unknown) => {
      assert.ok(error instanceof ArchiveError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("load() never gives anything but the FeatureSet or an error, whatever byte is flipped", async () => {
  const small = FeatureSet.fromColumns("s", { x: [1, 2, 3] }, { features: ["x"] });
  const whole = await small.save();
  const place = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      const loaded = await FeatureSet.load(damaged).catch((error: unknown) => error);
      if (loaded instanceof FeatureSet) assert.equal(loaded.fingerprint, small.fingerprint);
      else assert.ok(loaded instanceof ArchiveError, String(loaded));
    }),
    { numRuns: 150 },
  );
});
