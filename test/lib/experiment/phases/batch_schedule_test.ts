import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BATCH_SCHEDULES,
  type BoundInput,
  boundInput,
  countSteps,
  scheduledSteps,
} from "../../../../lib/experiment/phases/batch_schedule.ts";
import { InputBinding } from "../../../../lib/experiment/phases/input_binding.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { pulses } from "../study.ts";

/** Stands for batches by texts such as `a3`. */
function input(name: string, count: number): BoundInput {
  return {
    featureSets: [name],
    count,
    *batches({ from }) {
      for (let index = from; index < count; index++) yield { [name]: `${name}${index}` } as never;
    },
  };
}

function steps(counts: Record<string, number>, schedule: typeof BATCH_SCHEDULES[number], from = 0) {
  const inputs = Object.entries(counts).map(([name, count]) => input(name, count));
  return Array.from(
    scheduledSteps(inputs, { schedule, epoch: 0, from }),
    (samples) => Object.values(samples).join("+"),
  );
}

Deno.test("zipStrict goes on as long as the shortest, and the dropped batches are said", () => {
  assert.deepEqual(steps({ a: 2, b: 4 }, "zipStrict"), ["a0+b0", "a1+b1"]);
  assert.deepEqual(countSteps([input("a", 2), input("b", 4)], "zipStrict"), {
    steps: 2,
    dropped: { b: 2 },
  });
});

Deno.test("zipCycle goes on as long as the longest; shorter ones begin again", () => {
  assert.deepEqual(steps({ a: 2, b: 3 }, "zipCycle"), ["a0+b0", "a1+b1", "a0+b2"]);
});

Deno.test("alternateStrict and alternateCycle feed one after the other", () => {
  assert.deepEqual(steps({ a: 1, b: 2 }, "alternateStrict"), ["a0", "b0"]);
  assert.deepEqual(steps({ a: 1, b: 2 }, "alternateCycle"), ["a0", "b0", "a0", "b1"]);
});

Deno.test("scheduledSteps() from some step on is the rest of all steps", () => {
  const count = fc.integer({ min: 1, max: 6 });
  const counts = fc.record({ a: count, b: count, c: count });
  fc.assert(fc.property(
    counts,
    fc.constantFrom(...BATCH_SCHEDULES),
    fc.nat(20),
    (counts, schedule, from) => {
      assert.deepEqual(steps(counts, schedule, from), steps(counts, schedule).slice(from));
    },
  ));
});

Deno.test("scheduledSteps() feeds every input where an epoch has fewer batches than was counted", () => {
  const short: BoundInput = { ...input("b", 2), count: 4 };
  for (const from of [0, 3]) {
    const inputs = [input("a", 4), short];
    const dealt = Array.from(
      scheduledSteps(inputs, { schedule: "zipStrict", epoch: 1, from }),
      (samples) => Object.values(samples).join("+"),
    );
    assert.deepEqual(dealt, ["a0+b0", "a1+b1", "a2+b0", "a3+b0"].slice(from));
  }
});

Deno.test("countSteps() refuses a sampler without batches", () => {
  assert.throws(() => countSteps([input("a", 0)], "zipStrict"), /the sampler gives none/);
});

Deno.test("boundInput() deals out the split of a FeatureSet", () => {
  const sampler = new SimpleSampler({ batchSize: 25 });
  const source = { featureSet: "pulses", split: "train", sampler };
  const bound = boundInput(InputBinding.forTraining(source), [pulses()]);
  assert.equal(bound.count, 3);
  const [last] = [...bound.batches({ epoch: 0, from: 2 })];
  assert.deepEqual(Object.keys(last ?? {}), ["pulses"]);
});
