import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  shortNumber,
  shownChart,
  textTable,
  thinned,
} from "../../../../lib/experiment/metrics/chart.ts";

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

Deno.test("shownChart() is a specification that shows itself, and has its schema", () => {
  const chart = shownChart({ mark: "point" }, "no points");
  const display = Reflect.get(chart, Symbol.for("Jupyter.display")) as () => unknown;
  assert.deepEqual(display.call(chart), {
    "application/vnd.vegalite.v5+json": { ...chart },
    "text/plain": "no points",
  });
  assert.equal(chart.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  assert.equal(inspect(chart), "no points");
});
