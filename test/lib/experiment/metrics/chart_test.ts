import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  shortNumber,
  showAs,
  textTable,
  thinned,
} from "../../../../lib/experiment/metrics/chart.ts";

Deno.test("showAs() lets notebooks and consoles ask a value how it looks", () => {
  class Score {
    readonly value = 1;
  }
  showAs(Score.prototype, ({ value }) => ({ "text/plain": `score ${value}`, "text/html": "<b>" }));
  const score = new Score();
  const shown = (score as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")];
  assert.deepEqual(shown?.call(score), { "text/plain": "score 1", "text/html": "<b>" });
  assert.equal(Deno.inspect(score), "score 1");
  assert.equal(inspect(score), "score 1");
  assert.deepEqual(Object.keys(score), ["value"]);
});

Deno.test("textTable() lines columns up, the first to the left, all others to the right", () => {
  assert.equal(textTable([["", "cat"], ["dog", "3"]]), "     cat\ndog    3");
});

Deno.test("shortNumber() writes four digits that count", () => {
  assert.deepEqual([2 / 3, 12345, 1e-7, NaN].map(shortNumber), ["0.6667", "12345", "1e-7", "NaN"]);
});

Deno.test("thinned() takes the first and the last, and all where there are few", () => {
  assert.deepEqual(thinned(5, 3), [0, 2, 4]);
  assert.deepEqual(thinned(3, 5), [0, 1, 2]);
});
