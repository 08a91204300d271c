/** The notebook on experiments on a real kernel: it reads digits, and gives the same twice. */
import assert from "node:assert/strict";
import { keyFigure, runTutorial, type TutorialRun } from "./tutorial.ts";

const NAME = "05_experiments.ipynb";

Deno.test("the notebook on experiments reads digits, weighs penguins, and goes on to the bit", async () => {
  const run = await runTutorial(NAME);
  const { summary, printed, outputs } = run;
  assert(keyFigure(run, "read rightly") >= 0.96, summary);
  assert(keyFigure(run, "macro F1") >= 0.96, summary);
  assert(keyFigure(run, "calibration error") <= 0.05, summary);
  const line = keyFigure(run, "a line reads rightly");
  assert(line >= 0.9 && line < keyFigure(run, "read rightly"), summary);
  for (const who of ["line", "network"]) {
    const grams = keyFigure(run, `penguins, ${who} off by`);
    assert(grams > 250 && grams < 450, summary);
  }
  const facts = [
    "best came back",
    "preview changes nothing",
    "gone on, weights alike",
    "gone on, moments alike",
    "edit undone",
    "rows have their names",
  ];
  for (const fact of facts) assert.match(summary, new RegExp(`^${fact} +true$`, "m"));

  const rate = /^a good learning rate is about +(\d\.\d+)$/m.exec(printed.get("preview") ?? "");
  assert(Number(rate?.[1]) > 1e-4 && Number(rate?.[1]) < 0.1, printed.get("preview"));
  assert.match(printed.get("ask") ?? "", /^batches of the first epoch +17$/m);
  assert.match(printed.get("resume") ?? "", /^first +interrupted in epoch 9$/m);
  assert.match(printed.get("resume") ?? "", /^then +completed after epoch \d+$/m);
  assert.match(printed.get("edit") ?? "", /^phases now: tune, test$/m);
  assert.match(printed.get("edit") ?? "", /^patch: \w+ items\/0\/items/m);
  const wrong = printed.get("wrong") ?? "";
  assert.match(wrong, /^PlanError: Cannot run "reader": 3 problems$/m);
  assert.match(wrong, /^- typo: No split "tset": did you mean "test"\?/m);
  assert.match(wrong, /^- other: no node "Clasifier": did you mean "Classifier"\?$/m);

  const bundles = JSON.stringify(outputs);
  assert.match(
    bundles,
    /"text\/vnd.mermaid":"flowchart LR\\n {2}d0\[\(\\"digits\/train\\"\)\]:::data/,
  );
  assert.match(bundles, /Run 0 of reader: completed in/);
  assert.equal(bundles.split('"application/vnd.vegalite.v5+json"').length, 9);

  assert.deepEqual(timeless(await runTutorial(NAME)), timeless(run));
});

const TIMES = / *\d+(\.\d+)? (ms|s|min)\b/g;

/** What cells gave, but for times and the width of tables that hold them. */
function timeless({ outputs }: TutorialRun): readonly string[] {
  return outputs.map((output) =>
    JSON.stringify(output).replaceAll(TIMES, "").replaceAll(/ +/g, " ")
  );
}
