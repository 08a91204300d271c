import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { partnerRules } from "../../../../lib/data/sample/partner_sampler.ts";
import {
  PairedSampler,
  type PairedSamplerOptions,
} from "../../../../lib/data/sample/role_sampler.ts";

const set = FeatureSet.fromColumns("s", {
  x: [1, 1, 1, 2, 2, 9],
  cell: ["a", "b", "a", "b", "a", "b"],
}, { features: ["x"], tags: ["cell"] });
const view = set.toView();
const conditions = { x: {} };

Deno.test("a partner sampler counts the batches that it deals out", () => {
  for (const last of ["keep", "drop", "pad"] as const) {
    const sampler = new PairedSampler({ conditions, batchSize: 3, last });
    assert.equal(sampler.countBatches(view), [...sampler.batches(view)].length);
  }
});

Deno.test("a partner sampler draws anew each epoch, and goes on from any batch", () => {
  const sampler = new PairedSampler({ conditions, batchSize: 2, maxPerAnchor: 1, shuffle: true });
  const rows = (epoch: number, from = 0) =>
    [...sampler.batches(view, { epoch, from })].map((batch) =>
      sampler.roles.map((role) => [...batch.roleRows(role).rows])
    );
  assert.deepEqual(rows(4, 1), rows(4).slice(1));
  assert.ok([1, 2, 3].some((epoch) => String(rows(epoch)) !== String(rows(0))));
});

Deno.test("a partner sampler without conditions pairs all samples, and each counts 1", () => {
  const [batch] = new PairedSampler({ conditions: {}, batchSize: 18 }).batches(view);
  assert.deepEqual([...batch?.weights("pair") ?? []], Array(18).fill(1));
  const conditions = { x: null as never };
  assert.throws(() => new PairedSampler({ conditions }), /options of a condition on similarity/);
});

Deno.test("a partner sampler groups by the samples of one role", () => {
  const sampler = new PairedSampler({ conditions, batchSize: 4, groupBy: "cell", byRole: "pair" });
  for (const batch of sampler.batches(view)) {
    assert.equal(new Set(batch.view("pair").getTags().cell).size, 1);
  }
});

Deno.test("a partner sampler refuses what can give no tuple, and roles that it does not have", () => {
  const sampler = new PairedSampler({ conditions: { x: { tolerance: 0 } } });
  assert.throws(() => [...sampler.batches(view.take([0, 5]))], /None of 2 samples has partners/);
  assert.throws(() => [...sampler.batches(view.take([0]))], /Cannot find partners among 1 samples/);
  const byRole = "pear" as "pair";
  assert.throws(() => new PairedSampler({ conditions, byRole }), /did you mean "pair"/);
  assert.throws(() => new PairedSampler({ conditions, maxPerAnchor: 0 }), /maxPerAnchor is 0/);
});

Deno.test("partnerRules() adds the names of conditions to the options of every sampler", () => {
  const { known, required } = partnerRules<PairedSamplerOptions>("PairedSampler", ["conditions"]);
  assert.ok(
    ["conditions", "batchSize", "byRole", "seed"].every((name) => known.includes(name as never)),
  );
  assert.deepEqual(required, ["conditions"]);
});
