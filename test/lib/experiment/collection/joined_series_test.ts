import assert from "node:assert/strict";
import { joinedSeries } from "../../../../lib/experiment/collection/joined_series.ts";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";

Deno.test("joinedSeries() puts an axis in front, and keeps axes of series without entries", () => {
  const loss = AxisSeries.from("loss", [[{ epoch: 0 }, 3], [{ epoch: 1 }, 1]]);
  const joined = joinedSeries("fold", [["a", loss], ["b", loss.where({ epoch: 1 })]]);
  assert.deepEqual(joined.axes, ["fold", "epoch"]);
  assert.equal(joined.name, "loss");
  assert.deepEqual(joined.items().map(([key]) => key), [
    { fold: "a", epoch: 0 },
    { fold: "a", epoch: 1 },
    { fold: "b", epoch: 1 },
  ]);
  const none = joinedSeries("fold", [["a", loss.where({ epoch: 9 })]]);
  assert.deepEqual([none.axes, none.length], [["fold", "epoch"], 0]);
});
