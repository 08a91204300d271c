/** The notebook on model graphs on a real kernel: what it trains is better than what it starts from. */
import assert from "node:assert/strict";
import { keyFigure, runTutorial, type TutorialRun } from "./tutorial.ts";

const NAME = "04_model_graphs.ipynb";
let first: Promise<TutorialRun> | undefined;

/** One run for both tests, by whichever is the first. */
function firstRun(): Promise<TutorialRun> {
  return first ??= runTutorial(NAME);
}

Deno.test("the notebook on model graphs trains, votes, transfers, and tells what is wrong", async () => {
  const run = await firstRun();
  const { summary, printed, outputs } = run;
  const spread = keyFigure(run, "spread of their mass");
  for (const graph of ["chain off by", "branches off by", "members off by", "their vote off by"]) {
    assert(keyFigure(run, graph) < 0.5 * spread, summary);
  }
  assert(keyFigure(run, "their vote off by") <= keyFigure(run, "members off by"), summary);
  const tuned = keyFigure(run, "health off, tuned");
  for (const other of ["as it is", "from scratch", "new head"]) {
    assert(tuned < keyFigure(run, `health off, ${other}`), summary);
  }
  const facts = ["frozen stayed identical", "losses add up", "loaded, alike", "as a file, alike"];
  for (const fact of [...facts, "rows have their names"]) {
    assert.match(summary, new RegExp(`^${fact} +true$`, "m"));
  }
  assert.match(summary, /^penguins weighed +342 of 344$/m);
  assert.match(printed.get("edit") ?? "", /^order of the deeper graph: .*Both → Between → Head$/m);
  assert.match(printed.get("edit") ?? "", /^nodes whose weights went on: Bill, Flipper, /m);

  const wrong = printed.get("wrong") ?? "";
  assert.match(wrong, /^GraphError: Cannot build the graph "odd": 3 problems$/m);
  assert.match(
    wrong,
    /^ {2}Bill\.input: No feature "bil_length_mm": did you mean "bill_length_mm"/m,
  );
  assert.match(wrong, /^ {2}Sum\.1: expected \(4\), as 0, found \(5\).*\(from Five\)$/m);
  assert.match(wrong, /^ {2}Picture\..*a window, found \(1, 3\)/m);
  assert.match(wrong, /^UnknownNameError: No node "Haed": did you mean "Head"\?/m);
  assert.match(wrong, /gradients end at "PCA" and never reach "Before"/);
  assert.match(
    printed.get("interfaces") ?? "",
    /Feed\.input takes units kg, and gets g from Scale/,
  );
  assert.match(printed.get("interfaces") ?? "", /^nothing is wrong$/m);
  assert.match(printed.get("keep") ?? "", /^ {2}Both:\n {4}merge: concat$/m);
  assert.equal(JSON.stringify(outputs).split('"application/vnd.vegalite.v5+json"').length, 4);
});

Deno.test("the notebook on model graphs gives the same outputs twice", async () => {
  const { outputs } = await firstRun();
  assert.deepEqual((await runTutorial(NAME)).outputs, outputs);
});
