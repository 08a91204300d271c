import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { countTiers } from "../../../../lib/data/sample/partner_statistics.ts";
import { PairedSampler, TripletSampler } from "../../../../lib/data/sample/role_sampler.ts";

const set = FeatureSet.fromColumns("set", {
  soh: [90, 90, 90, 70, 50],
  cell: ["a", "a", "b", "b", "c"],
}, { features: ["soh"], tags: ["cell"] });
const view = set.toView();

Deno.test("countTiers() counts each role for itself", () => {
  const tuples = [["full", "partial"], ["full", "fallback"], ["partial", "fallback"]] as const;
  assert.deepEqual(countTiers(["positive", "negative"], tuples), {
    positive: { full: 2, partial: 1, fallback: 0 },
    negative: { full: 0, partial: 1, fallback: 2 },
  });
});

Deno.test("statistics() tells partners that match all, some or none of the conditions", () => {
  const soft = { allowFallback: true };
  const sampler = new PairedSampler({
    conditions: { soh: soft, cell: soft },
    maxPerAnchor: null,
  });
  // Of the ten pairs one shares both, two share the state of health, one the cell.
  assert.deepEqual(sampler.statistics(view), {
    anchors: 5,
    dropped: 0,
    tuples: 20,
    roles: { pair: { full: 2, partial: 6, fallback: 12 } },
  });
});

Deno.test("statistics() counts what batches hold, and the better partners come first", () => {
  const soft = { allowFallback: true };
  const sampler = new PairedSampler({
    conditions: { soh: soft, cell: soft },
    maxPerAnchor: 1,
    batchSize: 64,
  });
  const { roles, tuples } = sampler.statistics(view, { epoch: 3 });
  const [batch] = sampler.batches(view, { epoch: 3 });
  assert.equal(batch?.size, tuples);
  const [anchors, pairs] = [batch?.view("anchor").records(), batch?.view("pair").records()];
  const matched = anchors?.map(({ soh, cell }, at) =>
    Number(pairs?.[at]?.soh === soh) + Number(pairs?.[at]?.cell === cell)
  );
  assert.deepEqual(roles.pair, {
    full: matched?.filter((count) => count === 2).length,
    partial: matched?.filter((count) => count === 1).length,
    fallback: matched?.filter((count) => count === 0).length,
  });
  assert.deepEqual(roles.pair, { full: 2, partial: 2, fallback: 1 });
});

Deno.test("statistics() counts anchors that are left out, and no padding", () => {
  const sampler = new TripletSampler({
    positive: { cell: {} },
    negative: { cell: { mode: "dissimilar" } },
    maxPerAnchor: 1,
  });
  assert.deepEqual(sampler.statistics(view.padTo(8)), {
    anchors: 5,
    dropped: 1,
    tuples: 4,
    roles: {
      positive: { full: 4, partial: 0, fallback: 0 },
      negative: { full: 4, partial: 0, fallback: 0 },
    },
  });
});
