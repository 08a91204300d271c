import assert from "node:assert/strict";
import fc from "fast-check";
import { columnOf, takeRows } from "../../../../lib/experiment/results/coordinates.ts";
import { groupRows } from "../../../../lib/experiment/results/group_rows.ts";

/** Axes of many coordinates of which few are left, as when a long series was narrowed. */
const LEVELS = 4000;
const rows = fc.array(fc.nat({ max: LEVELS - 1 }), { maxLength: 30 });

for (const axes of [1, 2, 5]) {
  Deno.test(`groupRows() groups along ${axes} axes of many coordinates as a map of keys does`, () => {
    const whole = columnOf(Array.from({ length: LEVELS }, (_, at) => at));
    fc.assert(fc.property(
      rows,
      fc.array(fc.integer({ min: 1, max: 4 }), {
        minLength: axes,
        maxLength: axes,
      }),
      (list, steps) => {
        const lists = steps.map((step) => list.map((row) => row - row % step));
        const columns = lists.map((own) => takeRows(whole, Int32Array.from(own)));
        const { groupOf, firstRows } = groupRows(columns, list.length);
        const keys = list.map((_, at) => lists.map((own) => own[at]).join());
        const distinct = [...new Set(keys)];
        assert.deepEqual([...groupOf], keys.map((key) => distinct.indexOf(key)));
        assert.deepEqual([...firstRows], distinct.map((key) => keys.indexOf(key)));
      },
    ));
  });
}

Deno.test("groupRows() without axes is one group of all, or none of nothing", () => {
  assert.deepEqual([...groupRows([], 3).groupOf], [0, 0, 0]);
  assert.deepEqual(groupRows([], 0).firstRows.length, 0);
});
