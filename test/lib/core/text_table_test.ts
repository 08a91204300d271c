import assert from "node:assert/strict";
import { tableHtml, tableText } from "../../../lib/core/text_table.ts";

const table = { caption: "a<b", heads: ["name", "share"], rows: [["<x>", "0.5"], ["long", "1"]] };

Deno.test("tableHtml() is a semantic table in which every text is a text", () => {
  const html = tableHtml(table);
  assert.match(html, /^<table><caption>a&lt;b<\/caption><thead><tr><th scope="col">name<\/th>/);
  assert.match(html, /<th scope="row"[^>]*>&lt;x&gt;<\/th><td>0\.5<\/td>/);
});

Deno.test("tableText() aligns columns, and is the caption alone where there are no rows", () => {
  assert.equal(tableText(table), "a<b\n  name  share\n  <x>   0.5\n  long  1");
  assert.equal(tableText({ ...table, rows: [] }), "a<b");
});
