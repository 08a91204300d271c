import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import type { Batch } from "../../../../lib/data/sample/batch.ts";
import { samplers } from "../../../../lib/data/sample/sampler.ts";
import { WindowSampler } from "../../../../lib/data/sample/window_sampler.ts";

/** Two cells whose cycles are stored in turn and backwards; x counts 0, 1, 2, … and 100, 101, … */
function cycles(length = 6): FeatureSet {
  const rows = Array.from({ length: 2 * length }, (_, at) => {
    const cycle = length - 1 - Math.floor(at / 2);
    return { x: cycle + 100 * (at % 2), cycle, cell: at % 2 === 0 ? "p" : "q" };
  });
  return FeatureSet.fromRecords("cycles", rows, { features: ["x"], tags: ["cycle", "cell"] });
}

function windowsOf(batches: Iterable<Batch>, role: string): number[][] {
  return Array.from(batches, (batch) => {
    const { values, shape } = batch.getFeatures({ role });
    const [count = 0, steps = 0] = shape;
    return Array.from(
      { length: count },
      (_, at) => [...values.slice(at * steps, (at + 1) * steps)],
    );
  }).flat();
}

const ordered = { within: "cell", sortBy: "cycle", batchSize: 3 } as const;

Deno.test("windows follow the order of a column and stay within their sequence", () => {
  const sampler = new WindowSampler({ length: 3, horizon: 2, ...ordered });
  const view = cycles().toView();
  assert.deepEqual(windowsOf(sampler.batches(view), "window"), [
    [0, 1, 2],
    [1, 2, 3],
    [100, 101, 102],
    [101, 102, 103],
  ]);
  assert.deepEqual(windowsOf(sampler.batches(view), "horizon"), [
    [3, 4],
    [4, 5],
    [103, 104],
    [104, 105],
  ]);
  assert.equal(sampler.countBatches(view), 2);
});

Deno.test("a window of steps has a step axis, a mask per step and a weight per window", () => {
  const sampler = new WindowSampler({ length: 4, stride: 3, pad: "start", ...ordered });
  const [batch] = sampler.batches(cycles().toView());
  assert.ok(batch !== undefined);
  assert.deepEqual(batch.getFeatures().shape, [3, 4, 1]);
  assert.deepEqual(batch.getColumn("x").shape, [3, 4]);
  assert.deepEqual([...batch.mask()], [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1]);
  assert.deepEqual([...batch.getFeatures().values], [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 100]);
  assert.deepEqual([...batch.weights()], [1, 1, 1]);
});

Deno.test("windows reach beyond the end with padding, and keep something to foretell", () => {
  const view = cycles(4).filter({ cell: "p" });
  const none = new WindowSampler({ length: 3, pad: "end", sortBy: "cycle" });
  assert.deepEqual(windowsOf(none.batches(view), "window"), [
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 0],
    [3, 0, 0],
  ]);
  const some = new WindowSampler({ length: 2, horizon: 2, pad: "both", sortBy: "cycle" });
  assert.deepEqual(windowsOf(some.batches(view), "window"), [[0, 0], [0, 1], [1, 2]]);
  assert.deepEqual(windowsOf(some.batches(view), "horizon"), [[1, 2], [2, 3], [3, 0]]);
});

Deno.test("every window of every sequence is dealt out once an epoch, in the seed's order", () => {
  const options = fc.record({
    total: fc.integer({ min: 8, max: 30 }),
    length: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 5 }),
    horizon: fc.integer({ min: 0, max: 3 }),
    batchSize: fc.integer({ min: 1, max: 7 }),
    epoch: fc.nat(3),
  });
  fc.assert(
    fc.property(options, ({ total, epoch, ...shape }) => {
      const view = cycles(total).toView();
      const { length, stride, horizon } = shape;
      const sampler = new WindowSampler({ ...ordered, ...shape, shuffle: true });
      const found = windowsOf(sampler.batches(view, { epoch }), "window");
      const per = Math.floor((total - length - horizon) / stride) + 1;
      const wanted = [0, 100].flatMap((cell) =>
        Array.from(
          { length: per },
          (_, at) => Array.from({ length }, (_, step) => cell + at * stride + step),
        )
      );
      const sorted = (windows: number[][]) => windows.map(String).sort();
      assert.deepEqual(sorted(found), sorted(wanted));
      assert.deepEqual(
        windowsOf(sampler.batches(view, { epoch, from: 2 }), "window"),
        found.slice(2 * shape.batchSize),
      );
    }),
    { numRuns: 40 },
  );
});

Deno.test("WindowSampler is made again by its config, and refuses shapes that are none", () => {
  const sampler = new WindowSampler({ length: 3, shuffle: true, seed: 5, ...ordered });
  const again = samplers.get("window")(JSON.parse(JSON.stringify(sampler.getConfig())));
  const view = cycles().toView();
  assert.deepEqual(
    windowsOf(again.batches(view), "window"),
    windowsOf(sampler.batches(view), "window"),
  );
  assert.throws(() => new WindowSampler({ length: 0 }), /length of a window is 0/);
  assert.throws(() => new WindowSampler({ length: 2, stride: 0 }), /stride of a window is 0/);
  assert.throws(() => new WindowSampler({ length: 2, horizon: -1 }), /horizon of a window is -1/);
  assert.throws(
    () => [...new WindowSampler({ length: 9, ...ordered }).batches(view)],
    /window of 9 samples and 0 to foretell: the longest has 6/,
  );
});
