import assert from "node:assert/strict";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { foldsBundle } from "../../../../lib/experiment/cross_validation/folds_display.ts";
import { NestedCrossValidation } from "../../../../lib/experiment/sweep/nested_cross_validation.ts";
import { classes, classifier } from "./groups_study.ts";

const folds = [{ "a<b": { train: Int32Array.of(0, 1), val: Int32Array.of(2) } }];

function shown(value: object): Record<string, string> {
  return (value as Record<symbol, () => Record<string, string>>)
    [Symbol.for("Jupyter.display")]?.() ?? assert.fail("no display");
}

Deno.test("foldsBundle() counts the samples of each fold, and says what leaks", () => {
  const cv = { label: "cv", foldLabels: ["fold_0"], folds, leaks: ["a scaler knows all"] };
  const bundle = foldsBundle(cv);
  assert.equal(
    bundle["text/plain"],
    "cv: 1 folds · a scaler knows all\n  fold    a<b train  a<b val\n  fold_0  2          1",
  );
  assert.match(String(bundle["text/html"]), /<th scope="col">a&lt;b train<\/th>/);
});

Deno.test("cross-validation shows its folds before it runs, and what nested one chooses", () => {
  const set = classes();
  const binding = new CVBinding({ featureSet: set, sourceSplits: ["train", "val"] });
  const options = { experiment: classifier(set), bindings: [binding], folds: 2 };
  const plain = shown(new CrossValidation(options))["text/plain"] ?? "";
  assert.match(plain, /^cv: 2 folds\n.*\n {2}fold_0 {2}240 +240\n {2}fold_1 {2}240 +240$/);
  const parameters = { "plan.train.epochs": [1, 2] };
  const nested = new NestedCrossValidation({
    ...options,
    parameters,
    objective: { metric: "val_loss" },
  });
  assert.match(
    shown(nested)["text/plain"] ?? "",
    /^nested_cv: 2 folds · each chooses plan\.train\.epochs by folds within it/,
  );
});
