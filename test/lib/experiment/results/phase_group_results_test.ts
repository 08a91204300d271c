import assert from "node:assert/strict";
import { UnknownNameError } from "../../../../lib/core/names.ts";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import { record } from "./recorded.ts";

const warmUp = record({ kind: "train", label: "warm_up" }).results;
const tune = record({ kind: "train", label: "tune" }).results;
const val = record({ kind: "eval", label: "val" }, { epochs: 1 }).results;
const test = record({ kind: "eval", label: "test" }, { epochs: 1 }).results;
const inner = new PhaseGroupResults("training", [warmUp, tune, val]);
const group = new PhaseGroupResults("plan", [inner, test]);

Deno.test("flatten() and labels tell what ran, in order", () => {
  assert.deepEqual(group.labels, ["training", "test"]);
  assert.deepEqual(group.flatten(), [warmUp, tune, val, test]);
});

Deno.test("phase(), train() and group() find by label, in nested groups too", () => {
  assert.equal(group.phase("tune"), tune);
  assert.equal(group.train("warm_up"), warmUp);
  assert.equal(group.group("training"), inner);
});

Deno.test("eval() and group() need no label where there is one, its own before nested ones", () => {
  assert.equal(group.eval(), test);
  assert.equal(group.group(), inner);
  assert.equal(inner.eval(), val);
  assert.equal(new PhaseGroupResults("outer", [inner]).eval(), val);
});

Deno.test("train() says which there are when several are meant, or another kind", () => {
  assert.throws(() => inner.train(), /there are "warm_up", "tune"/);
  assert.throws(() => group.train(), /there are "warm_up", "tune"/);
  assert.throws(
    () => group.train("tuen"),
    (error) => error instanceof UnknownNameError && /did you mean "tune"/.test(error.message),
  );
  assert.throws(() => group.train("test"), UnknownNameError);
  assert.throws(() => inner.fit(), /it has none, but "warm_up", "tune", "val"/);
});
