/** The quickstart on a real kernel, from the command line's side. */
import assert from "node:assert/strict";
import { keyFigure, runTutorial } from "./tutorial.ts";

Deno.test("the quickstart runs, prints its key figures, and gives the same outputs twice", async () => {
  const first = await runTutorial("01_quickstart.ipynb", ["epochs=15"]);
  assert(keyFigure(first, "held-out accuracy") > 85, first.summary);
  assert.match(first.summary, /^penguins measured +342 of 344$/m);
  assert.match(first.summary, /^What next$/m);
  assert.match(first.page, /<caption>[^<]*344 rows/);
  assert.equal(first.page.split("data:image/png;base64,").length, 3);
  const second = await runTutorial("01_quickstart.ipynb", ["epochs=15"]);
  assert.deepEqual(second.outputs, first.outputs);
});
