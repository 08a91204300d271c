import assert from "node:assert/strict";
import { gte, lt } from "../../../../lib/data/predicate.ts";
import { ConditionSplitter } from "../../../../lib/data/split/condition_splitter.ts";
import { SplitOverlapError, splitters } from "../../../../lib/data/split/splitter.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses();

Deno.test("conditions are met together, and samples that meet none are in no split", () => {
  const split = pulses.splitByCondition({
    young: { pulse_type: "chg", group: [1, 2] },
    old: { pulse_type: "chg", group: gte(4) },
  });
  const { young, old } = split.splits;
  assert.equal(young.filter({ pulse_type: "chg", group: lt(3) }).length, young.length);
  assert.equal(old.filter({ group: [4, 5] }).length, old.length);
  assert.ok(young.length + old.length < 508);
});

Deno.test("splits that share samples are refused, with their number, or allowed on demand", () => {
  const conditions = { a: { cell: lt(3) }, b: { cell: lt(2) } };
  assert.throws(() => pulses.splitByCondition(conditions), (error: unknown) => {
    assert.ok(error instanceof SplitOverlapError);
    assert.deepEqual([error.splits, error.count], [["a", "b"], 50]);
    return true;
  });
  const split = pulses.splitByCondition(conditions, { overlap: "allow" });
  assert.deepEqual(split.splitOverlaps, [{ splits: ["a", "b"], count: 50 }]);
});

Deno.test("a saved condition splitter splits alike; one with a function says that it cannot", () => {
  const splitter = new ConditionSplitter({ conditions: { a: { cell: lt(3) } } });
  const again = splitters.get("condition")(JSON.parse(JSON.stringify(splitter.getConfig())));
  assert.deepEqual(pulses.toView().split(again)["a"]?.rows, pulses.filter({ cell: lt(3) }).rows);
  const own = new ConditionSplitter({ conditions: { a: { cell: (cell) => cell === 1 } } });
  const loaded = splitters.get("condition")(own.getConfig());
  assert.throws(() => pulses.toView().split(loaded), /No predicate "function of cell"/);
});

Deno.test("ConditionSplitter refuses splits without conditions by column", () => {
  const make = (conditions: unknown) => () =>
    new ConditionSplitter({ conditions: conditions as never });
  assert.throws(make([1]), /conditions \[1\] of the splits: give them by split and column/);
  assert.throws(make({ a: null }), /conditions null of a: give them/);
  assert.throws(make({ a: 3 }), /conditions 3 of a: give them/);
});
