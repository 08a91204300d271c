import assert from "node:assert/strict";
import fc from "fast-check";
import { ruleOf, scheduleOf, schedules } from "../../../lib/training/schedule.ts";
import {
  cosineRate,
  oneCycleRate,
  plateauRate,
  stepRate,
  warmupCosineRate,
} from "../../../lib/training/schedules.ts";
import { golden, type GoldenSchedule, trajectory } from "./linear_graph.ts";

const cases = golden.filter((one): one is GoldenSchedule => one.kind === "schedule");

Deno.test("schedules has a golden case for each schedule", () => {
  assert.deepEqual(cases.map(({ name }) => name).sort(), [...schedules.names].sort());
});

for (const { name, options, observed, rates } of cases) {
  Deno.test(`schedules.${name} gives PyTorch's rates`, () => {
    const rule = ruleOf(scheduleOf(name, options));
    rates.forEach((rate, updates) => {
      const found = rule({ updates, observed: observed?.slice(0, updates) ?? [] });
      assert.ok(Math.abs(found - rate) < 1e-12, `update ${updates}: ${found}, not ${rate}`);
    });
  });
}

Deno.test("cosineRate(), warmupCosineRate() and oneCycleRate() stay between their ends", () => {
  fc.assert(fc.property(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 11, max: 3000 }),
    (update, updates) => {
      for (
        const schedule of [
          cosineRate({ rate: 0.5, updates, end: 0.1 }),
          warmupCosineRate({ rate: 0.5, updates, end: 0.1, warmup: 10, from: 0.2 }),
          oneCycleRate({ rate: 0.5, updates, divideBy: 2, divideLastBy: 2.5 }),
        ]
      ) {
        const rate = ruleOf(schedule)({ updates: update, observed: [] });
        assert.ok(rate >= 0.1 - 1e-12 && rate <= 0.5 + 1e-12, `${schedule.name}: ${rate}`);
        if (update >= updates) assert.ok(rate <= 0.1 + 1e-12, `${schedule.name} ends at ${rate}`);
      }
    },
  ));
});

Deno.test("ruleOf() of a plateau depends on what was observed only, so that it can be resumed", () => {
  const plateau = plateauRate({ rate: 1, patience: 0, factor: 0.5, mode: "max" });
  const [long, fresh] = [ruleOf(plateau), ruleOf(plateau)];
  const observed = [1, 2, 2, 1, 3];
  const rates = observed.map((_, at) => long({ updates: at, observed: observed.slice(0, at + 1) }));
  assert.deepEqual(rates, [1, 1, 0.5, 0.25, 0.25]);
  assert.equal(fresh({ updates: 9, observed }), 0.25);
});

Deno.test("schedules refuse options that they do not have, or cannot take", () => {
  assert.throws(() => stepRate(30 as never), /Cannot read the options of the schedule "step"/);
  assert.throws(() => stepRate({ evry: 3 } as never), /did you mean "every"\?.*schedule "step"/);
  assert.throws(() => stepRate({ factor: 2 }), /factor = 2: give a number above 0 to 1/);
  assert.throws(() => warmupCosineRate({ warmup: 9, updates: 9 }), /leave some for the way down/);
  assert.throws(() => scheduleOf("cosin", {}), /did you mean "cosine"\?/);
});

Deno.test("Trainer follows a schedule without recording its step again", async () => {
  const learningRate = stepRate({ rate: 0.1, every: 2, factor: 0.5 });
  const found = await trajectory({ optimizer: { name: "sgd", options: { learningRate } } }, 4);
  const rates = [0.1, 0.1, 0.05, 0.05];
  const still = await trajectory({ optimizer: { name: "sgd", options: { learningRate: 0.1 } } }, 4);
  assert.deepEqual(found.slice(0, 2), still.slice(0, 2));
  // The same slope, half as far.
  const [before, after, other] = [found[1], found[2], still[2]] as Float32Array[];
  before?.forEach((value, at) => {
    const [half, whole] = [(after?.[at] ?? 0) - value, (other?.[at] ?? 0) - value];
    assert.ok(Math.abs(half - whole * (rates[2] ?? 0) / 0.1) < 1e-6);
  });
});
