import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { canonicalJson, fingerprint, type Json } from "../../../../lib/core/json.ts";
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
    [/unexpected part: "run.js"/, changed((copy) => copy["run.js"] = new Uint8Array(1))],
    [/"checksums.json" is missing/, zipSync({ "table.arrow": new Uint8Array(3) })],
    [/unexpected part: "a.txt"/, zipSync({ "a.txt": new Uint8Array(3) })],
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

/** A file of which somebody changed a part and all checksums, as a tamperer would. */
function forged(files: Zippable): Uint8Array {
  const { "checksums.json": _, ...parts } = files;
  const sums = Object.entries(parts).map(([name, part]) => [name, fingerprint(part as Uint8Array)]);
  const text = canonicalJson(Object.fromEntries(sums));
  return zipSync({ ...parts, "checksums.json": new TextEncoder().encode(text) });
}

function withManifest(whole: Uint8Array, change: (manifest: string) => string): Uint8Array {
  const files = unzipSync(whole);
  const manifest = new TextDecoder().decode(files["feature_set.json"]);
  return forged({ ...files, "feature_set.json": new TextEncoder().encode(change(manifest)) });
}

Deno.test("load() says which version a file has and which it reads", async () => {
  const newer = withManifest(bytes, (text) => text.replace("feature-set/2", "feature-set/3"));
  await assert.rejects(
    FeatureSet.load(newer),
    /version 3, written by a newer modulab; .* version 2/,
  );
  const older = withManifest(bytes, (text) => text.replace("feature-set/2", "feature-set/1"));
  await assert.rejects(FeatureSet.load(older), /version 1, written by an older modulab/);
  const other = withManifest(bytes, (text) => text.replace("modulab.feature-set/2", "a.model/2"));
  await assert.rejects(
    FeatureSet.load(other),
    /its format is "a.model\/2", not modulab.feature-set/,
  );
});

Deno.test("load() refuses names that lead elsewhere", async () => {
  for (const name of ["../evil.arrow", "/table.arrow", "splits/../../x.arrow", "splits\\0.arrow"]) {
    const damaged = forged({ ...unzipSync(bytes), [name]: new Uint8Array(8) });
    await assert.rejects(FeatureSet.load(damaged), /it holds an unexpected part/, name);
  }
});

Deno.test("load() unpacks no more than it was allowed, however small the file is", async () => {
  const bomb = forged({ ...unzipSync(bytes), "splits/9.arrow": new Uint8Array(50_000_000) });
  assert.ok(bomb.length < 1_000_000);
  await assert.rejects(
    FeatureSet.load(bomb, { maxBytes: 10_000_000 }),
    (error: unknown) =>
      error instanceof ArchiveError && /more than 10000000 bytes/.test(error.message),
  );
  // The size that is written down for a member lies in its entry of the directory at the end.
  const liar = bytes.slice();
  const view = new DataView(liar.buffer);
  const directory = view.getUint32(liar.length - 6, true);
  view.setUint32(directory + 24, 0xfffffff0, true);
  await assert.rejects(FeatureSet.load(liar), /claims 4294967280 bytes, which its \d+ cannot hold/);
});

Deno.test("load() refuses rows, columns and shapes that the table does not have", async () => {
  const cases: readonly [RegExp, (text: string) => string][] = [
    [
      /no column "features.amp.raw"/,
      (text) => text.replaceAll("features.voltage.raw", "features.amp.raw"),
    ],
    [
      /not of the kind that is written down/,
      (text) => text.replace('"shape":[101]', '"shape":[100]'),
    ],
    [
      /its config is not as expected at "splits"/,
      (text) => text.replace('"splits":[', '"splits":[7,'),
    ],
    [/its state is not as expected at "ids"/, (text) => text.replace(/"key":\[\d+/, '"key":[-1')],
    [/No scaler "standrd"/, (text) => text.replaceAll('"standard"', '"standrd"')],
    [/"feature_set.json" is no JSON/, (text) => text.slice(1)],
    [/"feature_set.json" holds no object/, () => "[]"],
  ];
  for (const [message, change] of cases) {
    await assert.rejects(FeatureSet.load(withManifest(bytes, change)), message);
  }
  const files = unzipSync(bytes);
  const swapped = { ...files, "splits/0.arrow": files["table.arrow"] as Uint8Array };
  await assert.rejects(FeatureSet.load(forged(swapped)), /"splits\/0.arrow" holds no rows/);
});

Deno.test("load() never builds anything of JSON that was forged at random", async () => {
  const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4] }, { features: ["x"] })
    .splitRandom({ ratios: { a: 0.5, b: 0.5 } })
    .fitTransform("standard", { domain: "features" });
  const whole = await set.save();
  const manifest = JSON.parse(new TextDecoder().decode(unzipSync(whole)["feature_set.json"]));
  const places: string[][] = [];
  const walk = (value: Json, path: string[]): void => {
    places.push(path);
    if (value === null || typeof value !== "object") return;
    for (const [key, part] of Object.entries(value)) walk(part as Json, [...path, key]);
  };
  walk(manifest, []);
  const junk = fc.constantFrom<Json>(
    null,
    -1,
    1e9,
    "",
    "__proto__",
    "constructor",
    [],
    {},
    [[]],
    true,
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), junk, async (path, value) => {
      const copy = { root: structuredClone(manifest) };
      let at: Record<string, unknown> = copy;
      for (const key of ["root", ...path].slice(0, -1)) at = at[key] as Record<string, unknown>;
      at[["root", ...path].at(-1) ?? ""] = value;
      const text = JSON.stringify(copy.root);
      const loaded = await FeatureSet.load(withManifest(whole, () => text)).catch((error) => error);
      if (loaded instanceof FeatureSet) {
        assert.equal(loaded.length, 4);
        assert.deepEqual(loaded.column("features.x.raw").toArray(), [1, 2, 3, 4]);
      } else {
        assert.match(
          (loaded as Error).name,
          /^(ArchiveError|UnknownNameError)$/,
          String(loaded.stack),
        );
      }
      assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
    }),
    { numRuns: 150 },
  );
});
