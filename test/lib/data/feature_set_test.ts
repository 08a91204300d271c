import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import { gte, isNull, lt } from "../../../lib/data/predicate.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses();

Deno.test("fromRecords() finds kinds and shapes, and keeps missing samples", () => {
  const set = FeatureSet.fromRecords("small", [
    { signal: [1, 2], image: [[[1], [2]], [[3], [4]]], soh: [95], kind: "a", ok: true },
    { signal: null, image: [[[5], [6]], [[7], [8]]], soh: [80], kind: null, ok: false },
  ], { features: ["signal", "image"], targets: ["soh"], tags: ["kind", "ok"] });
  assert.deepEqual(set.shapes, {
    "features.signal.raw": [2],
    "features.image.raw": [2, 2],
    "targets.soh.raw": [],
    "tags.kind.raw": [],
    "tags.ok.raw": [],
  });
  assert.deepEqual(set.records(), [
    { signal: [1, 2], image: [[1, 2], [3, 4]], soh: 95, kind: "a", ok: true },
    { signal: null, image: [[5, 6], [7, 8]], soh: 80, kind: null, ok: false },
  ]);
  assert.equal(set.where("kind", isNull()).length, 1);
  assert.deepEqual([set.featureKeys, set.targetKeys, set.tagKeys], [
    ["signal", "image"],
    ["soh"],
    ["kind", "ok"],
  ]);
});

Deno.test("fromColumns() takes typed arrays as they are", () => {
  const values = new Float32Array([1, 2, 3, 4]);
  const set = FeatureSet.fromColumns("typed", { x: { values, shape: [2] } }, { features: ["x"] });
  assert.equal(set.column("x").values, values);
  assert.deepEqual(set.column("x").at(1), [3, 4]);
});

Deno.test("fromColumns() refuses columns of different lengths and names both", () => {
  assert.throws(
    () => FeatureSet.fromColumns("a", { x: [1, 2], y: [1] }, { features: ["x"], targets: ["y"] }),
    /"features.x.raw" has 2 samples, "targets.y.raw" has 1/,
  );
  assert.throws(
    () => FeatureSet.fromColumns("a", { x: [1, "b"] }, { features: ["x"] }),
    /Cannot keep "b" \(sample 1\) in column "x" of float64/,
  );
  assert.throws(
    () => FeatureSet.fromColumns("a", { x: [[1, 2], [3]] }, { features: ["x"] }),
    /sample 1 of column "x": expected shape \[2\] as in the first sample, got a list of 1/,
  );
});

Deno.test("constructors refuse labels and keys that names cannot hold", () => {
  const columns = { x: [1], "a b": [1], raw: [1] };
  assert.throws(
    () => FeatureSet.fromColumns("My FS.v1", columns, { features: ["x"] }),
    /invalid character/,
  );
  assert.throws(() => FeatureSet.fromColumns("a", columns, { features: ["a b"] }), /invalid/);
  assert.throws(() => FeatureSet.fromColumns("a", columns, { features: ["raw"] }), /reserved/);
  assert.throws(
    () => FeatureSet.fromColumns("a", columns, { features: ["x"], tags: ["x"] }),
    /Duplicate key "x": it is in "features", "tags"/,
  );
});

Deno.test("groupBy makes one sample of many rows, in the order of sortBy", () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({
    site: `s${at % 4}`,
    time: 99 - at,
    wind: at,
    country: at % 4 < 2 ? "A" : "B",
  }));
  const weather = FeatureSet.fromRecords("weather", rows, {
    features: ["wind"],
    tags: ["site", "country", "time"],
    groupBy: "site",
    sortBy: "time",
  });
  assert.equal(weather.length, 4);
  assert.deepEqual(weather.column("wind").shape, [25]);
  assert.deepEqual(weather.getTags({ keys: ["site", "country"] }), {
    site: ["s3", "s2", "s1", "s0"],
    country: ["B", "B", "A", "A"],
  });
  assert.deepEqual(weather.column("time").shape, [25]);
  assert.deepEqual((weather.column("wind").at(0) as number[]).slice(0, 2), [99, 95]);
  assert.throws(
    () => FeatureSet.fromRecords("w", rows.slice(1), { features: ["wind"], groupBy: "site" }),
    /groups differ in size/,
  );
});

Deno.test("identifiers are equal for equal data, differ otherwise, and are kept when supplied", () => {
  const make = (label: string, x: number[], ids?: string[]) =>
    FeatureSet.fromColumns(label, { x }, { features: ["x"], ids });
  assert.deepEqual(make("a", [1, 2]).sampleIds, make("a", [1, 2]).sampleIds);
  assert.notDeepEqual(make("a", [1, 2]).sampleIds, make("b", [1, 2]).sampleIds);
  assert.notDeepEqual(make("a", [1, 2]).sampleIds, make("a", [1, 3]).sampleIds);
  assert.deepEqual(make("a", [1, 2], ["p", "q"]).sampleIds, ["p", "q"]);
  assert.throws(() => make("a", [1, 2, 3], ["p", "p", "q"]), /appear twice \("p"\)/);
  assert.throws(() => make("a", [1], [5.5 as unknown as string]), TypeError);
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(make("a", [1]).sampleIds[0] ?? "", uuid);
  assert.equal(new Set(pulses.sampleIds).size, 1000);
});

Deno.test("filter() gives the counts of the how-to", () => {
  const charges = pulses.filter({ pulse_type: "chg" });
  assert.equal(charges.length, 508);
  assert.equal(pulses.filter({ cell: [1, 2, 3] }).length, 150);
  const some = charges.filter({ cell: [1, 2, 3] });
  assert.equal(charges.intersection(some).length, some.length);
  assert.equal(charges.difference(some).length, 508 - some.length);
  assert.equal(charges.overlap(pulses.filter({ pulse_type: "dchg" })), 0);
  const healthy = charges.where("soh", gte(90));
  assert.ok(healthy.length > 100 && healthy.records().every(({ soh }) => Number(soh) >= 90));
  assert.equal(pulses.filter({ soh: (value) => Number(value) > 1000 }).length, 0);
  assert.equal(pulses.filter({ soh: lt(-1) }).filter({ cell: 1 }).sampleIds.length, 0);
});

Deno.test("splitRandom() gives 305, 102 and 101 of 508", () => {
  const charges = pulses.addSplit("charges", pulses.filter({ pulse_type: "chg" }));
  const split = charges.splitRandom({
    ratios: { train: 0.6, val: 0.2, test: 0.2 },
    of: "charges",
  });
  assert.deepEqual(split.splitSizes, { charges: 508, train: 305, val: 102, test: 101 });
  assert.equal(split.splits.train.difference(split.splits.charges).length, 0);
  assert.deepEqual(split.splitOverlaps, []);
});

Deno.test("a FeatureSet never changes: splitting gives another one", () => {
  const split = pulses.splitRandom({ ratios: { a: 0.5, b: 0.5 } });
  assert.deepEqual(pulses.splitNames, []);
  assert.equal(split.table, pulses.table);
  assert.throws(() => Object.assign(split, { label: "x" }), TypeError);
  assert.throws(() => split.splitRandom({ ratios: { a: 0.5, c: 0.5 } }), /"a" .* exists already/);
});

Deno.test("unknown names say what was meant and what exists", () => {
  const set: FeatureSet = pulses.splitRandom({ ratios: { train: 0.5, test: 0.5 } });
  assert.throws(() => set.findColumns({ features: ["volt"] }), {
    message: 'No feature "volt": did you mean "voltage"? Features: "voltage"',
  });
  assert.throws(() => set.findColumns({ features: "soh" }), /"soh" is in targets/);
  assert.throws(() => set.column("soch"), /did you mean "soc"\?/);
  assert.throws(() => set.column("features.voltage.rw"), /did you mean "features.voltage.raw"\?/);
  assert.throws(() => set.getSplit("trian"), /No split "trian": did you mean "train"\?/);
  assert.throws(() => set.getFeatures({ representation: "scaled" }), /No representation/);
  assert.throws(() => set.findColumns({ columns: "x*" }), /No column is like "x\*"/);
  assert.throws(() => set.filter({ pulse: "chg" }), /did you mean "pulse_type"\?/);
});

Deno.test("findColumns() takes keys, domains, dotted names and wildcards", () => {
  assert.deepEqual(pulses.findColumns({ columns: "tags.*" }).length, 4);
  assert.deepEqual(pulses.findColumns({ columns: ["soh", "features.voltage"] }), [
    "features.voltage.raw",
    "targets.soh.raw",
  ]);
  assert.deepEqual(pulses.findColumns({ tags: "so*" }), ["tags.soc.raw"]);
  assert.equal(pulses.findColumns().length, 6);
});

Deno.test("getFeatures() stacks columns of one shape", () => {
  assert.deepEqual(pulses.getFeatures().shape, [1000, 1, 101]);
  assert.deepEqual(pulses.take([0, -1]).getTargets({ dtype: "float64" }).shape, [2, 1]);
  assert.equal(
    pulses.take([-1]).getTargets({ dtype: "float64" }).values[0],
    pulses.column("soh").at(999),
  );
});

Deno.test("identifiers stay with their samples through any sequence of operations", () => {
  const soh = new Map(pulses.sampleIds.map((id, row) => [id, pulses.column("soh").at(row)]));
  type View = FeatureSetView;
  const steps: readonly ((view: View, seed: number) => View)[] = [
    (view) => view.filter({ pulse_type: "chg" }),
    (view, seed) => view.take(Array.from({ length: Math.min(view.length, seed) }, (_, at) => at)),
    (view) => view.select({ targets: "*", tags: "*" }),
    (view, seed) => view.difference(view.take(view.length > seed ? [seed] : [])),
    (view) => view.takeIds([...view.sampleIds].reverse()),
    (view) => view.intersection(pulses.filter({ cell: [1, 2, 3, 4, 5, 6] })),
    (view) => view.padTo(view.length + 1).withoutPadding(),
  ];
  const start: View = pulses.toView();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(200)), { maxLength: 6 }),
      (path) => {
        let view = start;
        for (const [step, seed] of path) view = steps[step]?.(view, seed) ?? view;
        const values = view.column("soh").toArray();
        assert.deepEqual(view.sampleIds.map((id) => soh.get(id)), values);
        assert.equal(new Set(view.sampleIds).size, view.length);
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("a FeatureSet shows as a table and as text", () => {
  const set = FeatureSet.fromRecords("small", [{ x: 1, note: "<b>" }], {
    features: ["x"],
    tags: ["note"],
  });
  const show = (set as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  const bundle = show?.call(set) ?? {};
  assert.match(bundle["text/plain"] ?? "", /^small: 1 sample, 2 columns\n {2}features\.x\.raw/);
  assert.match(bundle["text/html"] ?? "", /<td>&lt;b&gt;<\/td>/);
});

Deno.test("names of columns and splits are checked by the compiler", () => {
  const split = pulses.splitRandom({ ratios: { train: 0.5, test: 0.5 } });
  assert.ok(split.splits.train.column("features.voltage.raw").length > 0);
  // @ts-expect-error a typing error in a key
  assert.throws(() => split.column("volt"));
  // @ts-expect-error a target is no feature
  assert.throws(() => split.findColumns({ features: "soh" }));
  // @ts-expect-error a split that does not exist
  assert.throws(() => split.getSplit("val"));
});
