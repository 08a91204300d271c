import assert from "node:assert/strict";
import { columnWidths } from "../../../../lib/data/scale/column_widths.ts";

Deno.test("columnWidths() tells the width of each column where its positions agree", () => {
  const keys = ["a", "b"];
  assert.deepEqual(columnWidths({ widths: [3, 2] }, { share: "none", keys }), [3, 2]);
  assert.deepEqual(columnWidths({ widths: [3, 3, 2, 2] }, { share: "none", keys }), [3, 2]);
  assert.deepEqual(columnWidths({ widths: [4] }, { share: "all", keys }), [4, 4]);
  assert.equal(columnWidths({ widths: undefined }, { share: "none", keys }), undefined);
});

Deno.test("columnWidths() refuses positions of different widths, with the key", () => {
  assert.throws(
    () => columnWidths({ widths: [3, 2] }, { share: "none", keys: ["signal"] }),
    /positions of "signal" one by one: they have 3, 2 categories; use share: "positions"/,
  );
});
