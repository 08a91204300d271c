import assert from "node:assert/strict";
import { LearningRate } from "../../../../lib/experiment/callbacks/learning_rate.ts";
import { editPlan, patchPlan } from "../../../../lib/experiment/phases/edit_plan.ts";
import { itemConfig } from "../../../../lib/experiment/phases/phase_config.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { evaluation, study, training } from "../study.ts";

const plan = new PhaseGroup("plan", [
  new PhaseGroup("both", [training("warm_up"), training("tune")]),
  evaluation("test"),
]);

Deno.test("editPlan() gives another plan, and what was changed as patches", () => {
  const edit = editPlan(plan, (draft) => {
    const tune = draft.items?.[0]?.items?.[1] ?? assert.fail("no phase");
    tune.epochs = 50;
    tune.callbacks?.push(new LearningRate({ rates: [0.1] }));
  });
  const phase = edit.plan.group("both").trainPhase("tune");
  assert.equal(phase.epochs, 50);
  assert.equal(phase.callbacks.length, 1);
  assert.deepEqual(
    edit.patches.map(({ op, path }) => `${op} ${path.join("/")}`).toSorted(),
    ["add items/0/items/1/callbacks/0", "replace items/0/items/1/epochs"],
  );
  assert.equal(plan.group("both").trainPhase("tune").epochs, 3);
});

Deno.test("patchPlan() does and undoes what an edit changed", () => {
  const edit = editPlan(plan, (draft) => {
    draft.items?.splice(0, 1);
  });
  assert.deepEqual(itemConfig(patchPlan(plan, edit.patches)), itemConfig(edit.plan));
  assert.deepEqual(itemConfig(patchPlan(edit.plan, edit.inverse)), itemConfig(plan));
});

Deno.test("editPlan() refuses what phases refuse, and leaves the plan as it was", () => {
  assert.throws(() =>
    editPlan(plan, (draft) => {
      const [both] = draft.items ?? [];
      if (both?.items?.[0]) both.items[0].epochs = 0;
    }), /0 epochs/);
  assert.deepEqual(plan.labels, ["both", "test"]);
});

Deno.test("Experiment.edit() makes an experiment over the same weights", () => {
  const experiment = study();
  const { experiment: longer, inverse } = experiment.edit((draft) => {
    if (draft.items?.[0]) draft.items[0].epochs = 9;
  });
  assert.equal(longer.plan.trainPhase("train").epochs, 9);
  assert.equal(longer.graph, experiment.graph);
  assert.equal(longer.withPatches(inverse).plan.trainPhase("train").epochs, 3);
});
