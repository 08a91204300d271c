import assert from "node:assert/strict";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { classes, classifier } from "./groups_study.ts";

const quiet = { progress: false } as const;
const set = classes();
const binding = new CVBinding({ featureSet: set, sourceSplits: ["train", "val"] });

Deno.test("CrossValidation.run() runs the plan on five folds and leaves the experiment untouched", async () => {
  const experiment = classifier(set);
  const before = { state: experiment.getState(), data: set.fingerprint, plan: experiment.plan };
  const results = await new CrossValidation({ experiment, bindings: [binding] }).run(quiet);
  assert.equal(results.status, "completed");
  assert.deepEqual(results.labels, ["fold_0", "fold_1", "fold_2", "fold_3", "fold_4"]);
  assert.equal(results.fold(2), results.fold("fold_2"));
  const losses = results.losses("Head", "train");
  assert.deepEqual(losses.axes, ["fold", "epoch", "batch", "label"]);
  assert.deepEqual(losses.shape, [5, 2, 6, 1]);
  assert.deepEqual(results.metric("val_loss", "train").where({ batch: null }).shape, [5, 2, 1]);
  const { mean, std, values } = results.spread("crossEntropy", "test");
  assert.equal(values.length, 5);
  assert.ok(mean > 0 && std > 0);
  assert.deepEqual(experiment.getState(), before.state);
  assert.deepEqual(experiment.history, []);
  assert.equal(experiment.plan, before.plan);
  assert.equal(experiment.plan.label, "classifier");
  assert.equal(experiment.data[0], set);
  assert.equal(set.fingerprint, before.data);
});

Deno.test("CrossValidation.run() gives the same numbers for the same seed, others for another", async () => {
  const run = async (seed: number) => {
    const folds = { n: 3, seed };
    const cv = new CrossValidation({ experiment: classifier(set, 1), bindings: [binding], folds });
    return (await cv.run(quiet)).folds.map(({ results }) => stateOfResults(results));
  };
  const [one, same, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(one, same);
  assert.notDeepEqual(one, other);
});

Deno.test("CrossValidation fits the scaler of each fold to its own training samples", () => {
  const cv = new CrossValidation({ experiment: classifier(set), bindings: [binding] });
  const fitted = cv.folds.map((_, at) => cv.dataOf(at)[0]?.scalerRecords[0]?.fitted.getState());
  const all = [set.scalerRecords[0]?.fitted.getState(), ...fitted];
  assert.equal(new Set(all.map((one) => JSON.stringify(one))).size, 6);
  const [data] = cv.dataOf(0);
  const train = data?.getSplit("train").getFeatures({ representation: "transformed" }).values ?? [];
  const mean = [...train].reduce((sum, value) => sum + value, 0) / train.length;
  assert.ok(Math.abs(mean) < 1e-6, `${mean}`);
});
