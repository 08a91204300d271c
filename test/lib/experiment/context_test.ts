import assert from "node:assert/strict";
import { ExperimentContext } from "../../../lib/experiment/context.ts";
import { pulses, study } from "./study.ts";

Deno.test("ExperimentContext refuses options and policies that there are not", () => {
  assert.throws(
    () => new ExperimentContext({ polcy: "error" } as never),
    /did you mean "policy"\?/,
  );
  assert.throws(
    () => new ExperimentContext({ policy: "ovrwrite" as never }),
    /did you mean "overwrite"\?/,
  );
});

Deno.test("a context gives a label to the newcomer, numbers the newcomer, or refuses it", () => {
  const labels = (policy: "overwrite" | "rename" | "error") =>
    new ExperimentContext({ policy }).run(() => [study().label, study().label, study().label]);
  assert.deepEqual(labels("overwrite"), ["study", "study", "study"]);
  assert.deepEqual(labels("rename"), ["study", "study_2", "study_3"]);
  assert.throws(() => labels("error"), { name: "LabelTakenError", label: "study" });
});

Deno.test("versions of one experiment share its label in every context", () => {
  const strict = new ExperimentContext({ policy: "error" });
  strict.run(() => {
    const experiment = study();
    const shorter = experiment.withPlan((plan) => plan.withoutItem("test"));
    assert.equal(shorter.label, "study");
    assert.equal(strict.experiments.get("study"), shorter);
  });
});

Deno.test("temporary() forgets what it registered, and knows what was there", () => {
  const context = new ExperimentContext();
  context.run(() => {
    context.register(pulses());
    const inner = ExperimentContext.active.temporary(() => {
      study();
      return [...ExperimentContext.active.featureSets.keys()];
    });
    assert.deepEqual(inner, ["pulses"]);
    assert.equal(context.experiments.size, 0);
  });
});
