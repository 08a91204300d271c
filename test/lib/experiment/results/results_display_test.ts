import assert from "node:assert/strict";
import { PhaseGroupResults } from "../../../../lib/experiment/results/phase_group_results.ts";
import { record } from "./recorded.ts";

const recorder = record({ kind: "train", label: "tune" });
recorder.metric("val_loss", 1 / 3, { epoch: 1, batch: null });
recorder.artifact("points", [1], { epoch: 1, batch: null });
const tune = recorder.finish({ status: "failed", error: new Error("<b>") });
const test = record({ kind: "eval", label: "test" }, { epochs: 1 }).results;
const inner = new PhaseGroupResults("training", [tune]);
const plan = new PhaseGroupResults("plan", [inner, test]);

function shown(value: object): Record<string, string> {
  return Reflect.get(value, Symbol.for("Jupyter.display")).call(value);
}

Deno.test("results of a phase show how it ended and what there is to ask for", () => {
  assert.equal(
    shown(tune)["text/plain"],
    [
      "Results of tune",
      "  tune (train): failed: Error: <b>, 4 batches in 2 epochs",
      "    losses: mse 11, l1 5.5",
      "    metrics: train_loss 15.75, val_loss 0.3333",
      "    kept: 4 steps, 1 artifact",
    ].join("\n"),
  );
});

Deno.test("results of a group show a row for each phase, with the groups that it is in", () => {
  const html = shown(plan)["text/html"] ?? "";
  assert.match(html, /<th scope="row">training \/ tune<\/th><td>train<\/td>/);
  assert.match(html, /<td>failed: Error: &lt;b&gt;<\/td>/);
  assert.match(
    html,
    /<th scope="row">test<\/th><td>eval<\/td><td>running<\/td><td>2 batches<\/td>/,
  );
  assert.equal(
    shown(new PhaseGroupResults("empty", []))["text/plain"],
    "Results of empty: no phases",
  );
});
