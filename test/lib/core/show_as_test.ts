import assert from "node:assert/strict";
import { inspect } from "node:util";
import { showAs } from "../../../lib/core/show_as.ts";

const DISPLAY = Symbol.for("Jupyter.display");

Deno.test("showAs() has notebooks and both consoles show the same, of one value or of a class", () => {
  class Score {
    readonly value = 3;
  }
  showAs(Score.prototype, ({ value }) => ({ "text/plain": `score ${value}` }));
  for (const shown of [showAs({ value: 3 }, () => ({ "text/plain": "score 3" })), new Score()]) {
    const bundle = (shown as unknown as Record<symbol, () => unknown>)[DISPLAY]?.call(shown);
    assert.deepEqual(bundle, { "text/plain": "score 3" });
    assert.deepEqual([inspect(shown), Deno.inspect(shown)], ["score 3", "score 3"]);
  }
});

Deno.test("showAs() leaves values equal to others, and JSON as it was", () => {
  const rows = showAs([1, 2], () => ({ "text/plain": "two" }));
  assert.deepEqual(rows, [1, 2]);
  assert.equal(JSON.stringify(rows), "[1,2]");
  assert.throws(() => showAs(Object.freeze({}), () => ({})), TypeError);
});
