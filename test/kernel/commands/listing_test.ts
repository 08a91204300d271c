import assert from "node:assert/strict";
import { listing } from "../../../kernel/commands/listing.ts";

Deno.test("listing() escapes what is markup", () => {
  const { data } = listing(["a"], [["<script>"]]);
  assert.match(String(data["text/html"]), /<td[^>]*>&lt;script&gt;<\/td>/);
});

Deno.test("listing() aligns columns by the width of characters in a terminal", () => {
  const { data } = listing(["名", "b"], [["x", "1"], ["ab", "2"]]);
  assert.equal(data["text/plain"], "名  b\nx   1\nab  2");
});
