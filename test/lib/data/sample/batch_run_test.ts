import assert from "node:assert/strict";
import fc from "fast-check";
import { AlignedSampler } from "../../../../lib/data/sample/aligned_sampler.ts";
import type { Batch } from "../../../../lib/data/sample/batch.ts";
import { BatchRun, type RunState } from "../../../../lib/data/sample/batch_run.ts";
import { PairedSampler } from "../../../../lib/data/sample/role_sampler.ts";
import type { Sampler } from "../../../../lib/data/sample/sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { WindowSampler } from "../../../../lib/data/sample/window_sampler.ts";
import { batteryPulses } from "../battery_pulses.ts";

const view = batteryPulses().take(Array.from({ length: 60 }, (_, at) => at));
const common = { batchSize: 7, shuffle: true, seed: 3 } as const;
const samplers: Readonly<Record<string, Sampler>> = {
  simple: new SimpleSampler(common),
  grouped: new SimpleSampler({ ...common, groupBy: "cell" }),
  stratified: new SimpleSampler({ ...common, stratifyBy: "group", strict: false }),
  paired: new PairedSampler({ ...common, conditions: { group: {} } }),
  windows: new WindowSampler({ ...common, length: 3, horizon: 1, within: "cell", pad: "start" }),
};

/** All that a step could see of a batch. */
function content(batch: Batch): unknown {
  return { epoch: batch.epoch, index: batch.index, roles: batch.readRoles() };
}

function throughJson(state: RunState): RunState {
  return JSON.parse(JSON.stringify(state));
}

for (const [name, sampler] of Object.entries(samplers)) {
  Deno.test(`a run of ${name} batches goes on from its state as it would have gone on`, () => {
    fc.assert(
      fc.property(fc.nat(25), (stop) => {
        const whole = new BatchRun(sampler, view);
        const wanted = [0, 1].flatMap(() => [...whole.batches()]).map(content);
        const first = new BatchRun(sampler, view);
        const seen: unknown[] = [];
        for (let epoch = 0; epoch < 2 && seen.length < stop; epoch++) {
          for (const batch of first.batches()) {
            seen.push(content(batch));
            if (seen.length >= stop) break;
          }
        }
        const rest = new BatchRun(sampler, view).setState(throughJson(first.getState()));
        while (rest.epoch < 2) for (const batch of rest.batches()) seen.push(content(batch));
        assert.deepEqual(seen, wanted);
      }),
      { numRuns: 4 },
    );
  });
}

Deno.test("a run that reads ahead counts what was handed over only", async () => {
  const run = new BatchRun(samplers["simple"] as Sampler, view);
  const read = (batch: Batch): readonly number[] => [...batch.view().rows];
  const seen: (readonly number[])[] = [];
  for await (const rows of run.prefetch({ read, ahead: 3 })) {
    seen.push(rows);
    await new Promise((resolve) => setTimeout(resolve));
    if (seen.length === 4) break;
  }
  assert.deepEqual([run.epoch, run.next], [0, 4]);
  const rest = new BatchRun(samplers["simple"] as Sampler, view).setState(run.getState());
  for await (const rows of rest.prefetch({ read })) seen.push(rows);
  assert.deepEqual(seen, [...new SimpleSampler(common).batches(view)].map(read));
  assert.deepEqual([rest.epoch, rest.next], [1, 0]);
});

Deno.test("a run of aligned streams has a state as well", () => {
  const views = { all: view, charges: view.filter({ pulse_type: "chg" }) };
  const sampler = new AlignedSampler({ sampler: new SimpleSampler(common) });
  const run = new BatchRun(sampler, views);
  run.batches().next();
  const rest = new BatchRun(AlignedSampler.fromConfig(throughJson(run.getState()).sampler.config), {
    ...views,
  }).setState(throughJson(run.getState()));
  assert.equal([...rest.batches()].length, sampler.countBatches(views) - 1);
});

Deno.test("setState() goes on from the last batch of an epoch that has more than the first one", () => {
  const sampler = new PairedSampler({
    ...common,
    conditions: { soh: { tolerance: 2 } },
    maxPerAnchor: 1,
    groupBy: "cell",
    byRole: "pair",
  });
  const counts = Array.from({ length: 20 }, (_, epoch) => sampler.countBatches(view, { epoch }));
  const epoch = counts.findIndex((count) => count > (counts[0] ?? 0));
  const run = new BatchRun(sampler, view);
  const state = { ...run.getState(), epoch, next: counts[epoch] ?? 0 };
  assert.deepEqual([...run.setState(state).batches()], []);
  assert.equal([...run.setState({ ...state, next: state.next - 1 }).batches()].length, 1);
  assert.throws(() => run.setState({ ...state, next: state.next + 1 }), /Cannot go on from batch/);
});

Deno.test("setState() refuses other samplers, other samples and places that are none", () => {
  const run = new BatchRun(new SimpleSampler(common), view);
  const state = run.getState();
  const other = new BatchRun(new SimpleSampler({ ...common, seed: 4 }), view);
  assert.throws(() => other.setState(state), /Cannot go on with the sampler .*"seed":4/);
  const fewer = new BatchRun(new SimpleSampler(common), view.take([1, 2]));
  assert.throws(() => fewer.setState(state), /other samples/);
  assert.throws(() => run.setState({ ...state, next: 10 }), /batch 10 of epoch 0: .* 9 batches/);
  assert.throws(() => run.setState({ ...state, epoch: -1 }), /epoch -1/);
  assert.deepEqual(run.setState({ ...state, epoch: 5, next: 9 }).getState(), {
    ...state,
    epoch: 5,
    next: 9,
  });
});

Deno.test("the batches of a run know the names of their columns", () => {
  for (const batch of new BatchRun(new SimpleSampler(common), view).batches()) {
    assert.equal(batch.getColumn("soh").shape[0], batch.size);
    // @ts-expect-error a typing error in a key
    assert.throws(() => batch.getColumn("sho"), /did you mean/);
  }
});

Deno.test("over() knows the names of the columns by which a view can be dealt out", () => {
  const run = BatchRun.over(view, { ...common, groupBy: "tags.cell", weightBy: "soc" });
  for (const batch of run.batches()) {
    assert.equal(new Set(batch.view().getTags({ keys: "cell" }).cell).size, 1);
    assert.deepEqual([...batch.weights()], [...batch.getColumn("soc").values]);
  }
  // @ts-expect-error a typing error in a key
  const wrong = BatchRun.over(view, { groupBy: "cel" });
  assert.throws(() => [...wrong.batches()], /did you mean "cell"/);
});
