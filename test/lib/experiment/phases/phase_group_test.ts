import assert from "node:assert/strict";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { evaluation, training } from "../study.ts";

const [warmUp, tune, test] = [training("warm_up"), training("tune"), evaluation("test")];
const plan = new PhaseGroup("plan", [new PhaseGroup("both", [warmUp, tune]), test]);

Deno.test("PhaseGroup finds items by label and place, and says of which kind they are", () => {
  assert.equal(plan.phase("test"), test);
  assert.equal(plan.group(0).trainPhase("tune"), tune);
  assert.equal(plan.item(-1), test);
  assert.throws(() => plan.phase("both"), /"both" is not a phase, but a group/);
  assert.throws(() => plan.trainPhase("test"), /"test" is not a train phase, but an eval phase/);
  // @ts-expect-error there is no such phase
  assert.throws(() => plan.phase("tset"), /did you mean "test"\?/);
  assert.throws(() => plan.item(2), /No item 2 in the group "plan": it has 2/);
});

Deno.test("PhaseGroup.flatten() lists phases in their order, with the groups around them", () => {
  assert.deepEqual(
    plan.flatten().map(({ path, phase }) => [...path, phase.label].join("/")),
    ["both/warm_up", "both/tune", "test"],
  );
});

Deno.test("edits of a PhaseGroup give another and leave it as it was", () => {
  const longer = plan.withItem(evaluation("val", "val"), { before: "test" });
  assert.deepEqual(longer.labels, ["both", "val", "test"]);
  assert.deepEqual(longer.withoutItem("both").labels, ["val", "test"]);
  assert.deepEqual(longer.withReplaced(0, warmUp).labels, ["warm_up", "val", "test"]);
  assert.deepEqual(plan.labels, ["both", "test"]);
});

Deno.test("PhaseGroup refuses two equal labels, its own included", () => {
  assert.throws(() => new PhaseGroup("a", [training("t"), training("t")]), /"t" is there twice/);
  assert.throws(
    () => new PhaseGroup("t", [training("t")]),
    /"t" is there twice, as its own label and in it/,
  );
});
