import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import type { Batch } from "../../../../lib/data/sample/batch.ts";
import { samplers } from "../../../../lib/data/sample/sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { columnsOf } from "../../../../lib/data/sample/typed_samplers.ts";

const pulses = FeatureSet.fromColumns("pulses", {
  voltage: [3.1, 3.2, 3.3, 3.4],
  soh: [90, 91, 80, 81],
  cell: ["a", "a", "b", "b"],
}, { features: ["voltage"], targets: ["soh"], tags: ["cell"] });

function first<T>(items: Iterable<T>): T {
  for (const item of items) return item;
  throw new RangeError("there is no batch");
}

Deno.test("sampler() makes samplers by name, equal to those of the constructors", () => {
  const options = { batchSize: 2, groupBy: "cell", shuffle: true, seed: 5 } as const;
  const made = pulses.sampler("simple", options);
  assert.deepEqual(made.getConfig(), new SimpleSampler(options).getConfig());
  assert.deepEqual(
    ["simple", "window", "paired", "triplet", "role"].every((name) =>
      samplers.names.includes(name)
    ),
    true,
  );
  const windows = pulses.splitRandom({ ratios: { a: 0.5, b: 0.5 } }).splits.a
    .sampler("window", { length: 2, sortBy: "soh", within: [] });
  assert.deepEqual(windows.roles, ["window"]);
});

Deno.test("sampler() completes and checks names of columns, for editors and when it runs", () => {
  const unknown = /No column "cel": did you mean "cell"\?/;
  // @ts-expect-error there is no such column
  assert.throws(() => pulses.sampler("simple", { groupBy: "cel" }), unknown);
  // @ts-expect-error there is no such column
  assert.throws(() => pulses.sampler("simple", { weightBy: "cel" }), unknown);
  // @ts-expect-error there is no such column
  assert.throws(() => pulses.sampler("window", { length: 2, within: "cel" }), unknown);
  // @ts-expect-error there is no such column
  assert.throws(() => pulses.sampler("paired", { conditions: { cel: {} } }), unknown);
  assert.throws(
    // @ts-expect-error there is no such column
    () => pulses.sampler("triplet", { positive: { cell: {} }, negative: { cel: {} } }),
    unknown,
  );
  // @ts-expect-error there is no such column
  assert.throws(() => pulses.sampler("role", { conditions: { near: { cel: {} } } }), unknown);
  pulses.sampler("paired", { conditions: { "targets.soh.raw": { tolerance: 1 } }, byRole: "pair" });
  // @ts-expect-error there is no such sampler
  assert.throws(() => pulses.sampler("simpel", {}), /No sampler "simpel": did you mean "simple"\?/);
  assert.throws(
    // @ts-expect-error there is no such option
    () => pulses.sampler("simple", { batchsize: 3 }),
    /No option "batchsize": did you mean "batchSize"\?/,
  );
  // @ts-expect-error a pair has no such role
  assert.throws(() => pulses.sampler("paired", { conditions: {}, byRole: "par" }), /No role "par"/);
});

Deno.test("batches know their roles, for editors and when they are read", () => {
  const batch = first(
    pulses.sampler("triplet", {
      positive: { cell: {} },
      negative: { cell: { mode: "dissimilar" } },
    }).batches(pulses.toView()),
  );
  assert.deepEqual(batch.roles, ["anchor", "positive", "negative"]);
  assert.equal(batch.getFeatures({ role: "positive" }).values.length, 1);
  // @ts-expect-error a triplet has no such role
  assert.throws(() => batch.getFeatures({ role: "positve" }), /No role "positve"/);
  // @ts-expect-error nor has what is read of it
  assert.equal(batch.readRoles().positve, undefined);
  const roles = pulses.sampler("role", { conditions: { near: { soh: { tolerance: 2 } } } });
  const near = first(roles.batches(pulses.toView()));
  assert.equal(near.getColumn("soh", { role: "near" }).values.length, 1);
  // @ts-expect-error there is no such role
  assert.throws(() => near.view("far"), /No role "far"/);
  const any: Batch = near as Batch;
  assert.equal(any.size, 1);
});

Deno.test("kFold() and timeSeriesFolds() of a view complete and check names of columns", () => {
  const view = pulses.toView();
  assert.equal(view.kFold({ folds: 2, groupBy: "cell" }).length, 2);
  // @ts-expect-error there is no such column
  assert.throws(() => view.kFold({ folds: 2, groupBy: "cel" }), /No column "cel"/);
  // @ts-expect-error there is no such column
  assert.throws(() => view.timeSeriesFolds({ folds: 2, by: "so" }), /No column "so"/);
});

Deno.test("columnsOf() lists every column that options name", () => {
  assert.deepEqual(
    columnsOf({
      groupBy: ["a", "b"],
      within: "c",
      sortBy: "d",
      weightBy: "e",
      positive: { f: {} },
    }),
    ["a", "b", "c", "e", "d", "f"],
  );
  assert.deepEqual(columnsOf({ roles: { near: { x: {} }, far: { y: {} } } }), ["x", "y"]);
});
