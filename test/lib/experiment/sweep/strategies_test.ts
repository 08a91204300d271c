import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { logUniform } from "../../../../lib/experiment/sweep/parameters.ts";
import {
  gridSearch,
  type HalvingOptions,
  randomSearch,
  successiveHalving,
} from "../../../../lib/experiment/sweep/strategies.ts";

const seeds = SeedStream.from(1);

Deno.test("gridSearch() tries every combination, the last parameter changing first", () => {
  const trials = gridSearch().trials({ a: [1, 2], b: ["x", "y"] }, seeds);
  assert.deepEqual(trials, [
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
});

Deno.test("randomSearch() draws the same trials for the same seed, whatever else is drawn", () => {
  const rate = logUniform([1e-4, 1]);
  const three = randomSearch({ trials: 3 }).trials({ rate }, seeds);
  const more = randomSearch({ trials: 5 }).trials({ hidden: [1, 2, 3], rate }, seeds);
  assert.deepEqual(more.slice(0, 3).map((one) => one.rate), three.map((one) => one.rate));
  assert.equal(new Set(three.map((one) => one.rate)).size, 3);
  const other = randomSearch({ trials: 3 }).trials({ rate }, SeedStream.from(2));
  assert.notDeepEqual(other, three);
});

Deno.test("successiveHalving() gives fewer trials more epochs, until one is left", () => {
  const of = randomSearch({ trials: 9 });
  const rungs = (options: object) => successiveHalving({ of, epochs: 2, ...options }).rungs(9);
  assert.deepEqual(rungs({}), [
    { epochs: 2, trials: 9 },
    { epochs: 6, trials: 3 },
    { epochs: 18, trials: 1 },
  ]);
  assert.deepEqual(rungs({ factor: 2, maxEpochs: 5 }), [
    { epochs: 2, trials: 9 },
    { epochs: 4, trials: 4 },
    { epochs: 5, trials: 2 },
  ]);
  assert.deepEqual(rungs({ restart: true }).map(({ restart = false }) => restart), [
    false,
    true,
    true,
  ]);
  assert.throws(() => rungs({ factor: 1 }), /factor above 1/);
  assert.throws(() => rungs({ epoch: 3 }), /No option "epoch": did you mean "epochs"\?/);
  assert.throws(() => successiveHalving({ of } as HalvingOptions), /Option "epochs".*is missing/);
  assert.throws(() => randomSearch({ trails: 3 } as never), /did you mean "trials"/);
  assert.throws(() => randomSearch({ trials: 0 }), /Cannot sweep with 0 trials/);
});
