/** The notebook on cross-validation on a real kernel: folds here and in workers, a sweep, a test. */
import assert from "node:assert/strict";
import { keyFigure, runTutorial } from "./tutorial.ts";

const NAME = "06_cross_validation.ipynb";

Deno.test("the notebook on cross-validation judges every penguin once, here and in workers alike", async () => {
  const run = await runTutorial(NAME, ["workers=2"]);
  const { summary, printed, outputs } = run;
  const facts = [
    "each judged once",
    "species in equal shares",
    "islands never split",
    "scalers fitted again",
    "experiment untouched",
    "workers, bit for bit",
    "other seed, other folds",
  ];
  for (const fact of facts) assert.match(summary, new RegExp(`^${fact} +true$`, "m"));
  assert.match(summary, /^folds +5 of 5$/m);
  assert.match(summary, /^trials +6$/m);
  const known = keyFigure(run, "off on known islands");
  assert(known > 280 && known < 420, summary);
  assert(keyFigure(run, "off on unseen islands") > 1.2 * known, summary);
  assert(keyFigure(run, "best trial off by") < 1.05 * known, summary);
  const tuned = keyFigure(run, "test loss, tuned");
  assert(tuned < 1.1 * keyFigure(run, "test loss, as it was"), summary);
  assert.match(printed.get("check") ?? "", /Adelie: 2\d, Chinstrap: 11, Gentoo: \d+/);
  assert.match(printed.get("ask") ?? "", /^steps of each fold 175, 175, 175, 175, 175$/m);
  assert.match(printed.get("groups") ?? "", /^Torgersen +unseen: off by \d+ g$/m);

  // Nothing of it depends on which worker was the first: one of them alone gives the same.
  assert.deepEqual((await runTutorial(NAME, ["workers=1"])).outputs, outputs);
});
