/** The notebook on feature sets on a real kernel: the counts of ModularML's how-tos. */
import assert from "node:assert/strict";
import { runTutorial } from "./tutorial.ts";

const NAME = "03_feature_sets.ipynb";

Deno.test("the notebook on feature sets gives the counts of the how-tos, with its own seeds", async () => {
  const { summary, printed, outputs } = await runTutorial(NAME);
  const bundles = JSON.stringify(outputs);
  assert.match(summary, /^charges +508 of 1000$/m);
  assert.match(summary, /^random split +305, 102, 101$/m);
  assert.match(summary, /^grouped split +309, 92, 107$/m);
  assert.match(summary, /^stratified split +255, 152, 101$/m);
  assert.match(summary, /^nested split +150, 37$/m);
  assert.match(summary, /^segmented set +593, 206, 201$/m);
  assert.match(summary, /^penguins measured +342 of 344$/m);
  const chosen = [...(printed.get("choose") ?? "").matchAll(/\d+$/gm)].map(([count]) => count);
  assert.deepEqual(chosen, ["508", "161", "187", "79", "429", "0"]);
  assert.match(printed.get("split-nested") ?? "", /replayed alike +true/);
  assert.match(printed.get("undo") ?? "", /scalers after +perSampleZeroStart, minMax$/m);
  assert.match(printed.get("undo") ?? "", /training range +\[ 0, 1 \]/);
  assert.match(printed.get("segments") ?? "", /after both scalers +\[ 0, 1 \]/);
  assert.match(printed.get("batch") ?? "", /left after four +6$/m);
  assert.match(printed.get("save") ?? "", /the same content +true\nraw again +true/);
  assert.match(printed.get("own") ?? "", /the same after loading +true/);
  assert.match(bundles, /<caption>[^<]*1000 samples/);
  assert.match(bundles, /vnd\.vegalite\.v5/);
  const again = await runTutorial(NAME);
  assert.deepEqual(again.outputs, outputs);
});

Deno.test("another seed of the notebook splits other groups, and keeps every count it must", async () => {
  const { summary } = await runTutorial(NAME, ["splitSeed=1"]);
  assert.match(summary, /^random split +305, 102, 101$/m);
  assert.match(summary, /^stratified split +255, 152, 101$/m);
  const [, ...grouped] = /^grouped split +(\d+), (\d+), (\d+)$/m.exec(summary) ?? [];
  assert.equal(grouped.map(Number).reduce((sum, count) => sum + count, 0), 508);
  assert.notDeepEqual(grouped, ["309", "92", "107"]);
});
