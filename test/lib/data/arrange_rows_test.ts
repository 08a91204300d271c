import assert from "node:assert/strict";
import { arrangeRows } from "../../../lib/data/arrange_rows.ts";
import { buildColumn, type ColumnInput } from "../../../lib/data/build_column.ts";
import type { Column } from "../../../lib/data/column.ts";
import { rowsOf } from "../../../lib/data/row_origins.ts";

function built(columns: Readonly<Record<string, ColumnInput>>): Map<string, Column> {
  return new Map(
    Object.entries(columns).map(([key, input]) => [key, buildColumn(key, input)]),
  );
}

const weather = built({
  site: ["b", "a", "b", "a"],
  hour: [2, 2, 1, 1],
  rain: [20, 11, 10, null],
  height: [7, 3, 7, 3],
});

Deno.test("arrangeRows() orders all columns by one, and knows which row each was", () => {
  const { columns, order, rows } = arrangeRows(weather, { sortBy: "hour" });
  assert.deepEqual(columns.get("rain")?.toArray(), [10, null, 20, 11]);
  assert.deepEqual([...order ?? []], [2, 3, 0, 1]);
  assert.deepEqual(rowsOf(rows, 2), [0]);
});

Deno.test("arrangeRows() makes one sample of the rows of a group, in order, first come first", () => {
  const tags = ["site", "height"];
  const { columns, rows } = arrangeRows(weather, { groupBy: "site", sortBy: "hour", tags });
  assert.deepEqual(columns.get("site")?.toArray(), ["b", "a"]);
  assert.deepEqual(columns.get("height")?.toArray(), [7, 3]);
  assert.deepEqual(columns.get("rain")?.toArray(), [[10, 20], [NaN, 11]]);
  assert.deepEqual(rowsOf(rows, 0), [2, 0]);
});

Deno.test("arrangeRows() keeps tags apart that differ inside of a group", () => {
  const { columns } = arrangeRows(weather, { groupBy: "site", tags: ["site", "hour"] });
  assert.deepEqual(columns.get("hour")?.toArray(), [[2, 1], [2, 1]]);
});

Deno.test("arrangeRows() copies nothing where rows are samples already", () => {
  const { columns, rows } = arrangeRows(weather, {});
  assert.equal(columns, weather);
  assert.equal(rows, undefined);
});

Deno.test("arrangeRows() refuses groups of different sizes, and texts that are missing in one", () => {
  const ragged = built({ g: [1, 1, 2], x: [1, 2, 3] });
  assert.throws(
    () => arrangeRows(ragged, { groupBy: "g" }),
    /groups differ in size \("1 has 2", "2 has 1"\); cut or pad them/,
  );
  const gaps = built({ g: [1, 1], t: ["a", null] });
  assert.throws(() => arrangeRows(gaps, { groupBy: "g" }), /1 of its utf8 values are missing/);
  assert.throws(() => arrangeRows(weather, { sortBy: "hours" }), /did you mean "hour"/);
});
