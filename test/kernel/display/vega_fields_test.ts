import assert from "node:assert/strict";
import { unknownFields } from "../../../kernel/display/vega_fields.ts";

const data = { values: [{ a: 1 }, { b: 2 }] };
const encoding = { x: { field: "a" }, y: { field: "c" }, tooltip: [{ field: "d" }] };

Deno.test("unknownFields() finds names in encodings, lists and inner views", () => {
  const names = (spec: Record<string, unknown>) => unknownFields(spec).map(({ field }) => field);
  assert.deepEqual(names({ data, encoding }), ["c", "d"]);
  assert.deepEqual(names({ data, layer: [{ encoding }] }), ["c", "d"]);
  assert.deepEqual(names({ data, facet: {}, spec: { encoding } }), ["c", "d"]);
  assert.deepEqual(names({ datasets: { s: data.values }, data: { name: "s" }, encoding }), [
    "c",
    "d",
  ]);
});

Deno.test("unknownFields() says nothing where columns are not known", () => {
  assert.deepEqual(unknownFields({ data: { url: "x.csv" }, encoding }), []);
  assert.deepEqual(unknownFields({ data, transform: [{ calculate: "1", as: "c" }], encoding }), []);
  assert.deepEqual(unknownFields({ data, encoding: { x: { field: "a.inner" } } }), []);
  assert.deepEqual(unknownFields({ data, encoding: { x: { field: { repeat: "row" } } } }), []);
  assert.deepEqual(unknownFields({ data: { values: [] }, encoding }), []);
});
