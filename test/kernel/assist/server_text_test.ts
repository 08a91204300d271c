import assert from "node:assert/strict";
import { summary, withoutInternals } from "../../../kernel/assist/server_text.ts";

Deno.test("withoutInternals() keeps the words of links that only the server can follow", () => {
  const text = "A [`Location`](deno:/asset/lib.d.ts#598,13-601,2), " +
    "[here](file:///n/__modulab_runtime.d.ts#1,2), [MDN](https://developer.mozilla.org)";
  assert.equal(
    withoutInternals(text),
    "A `Location`, here, [MDN](https://developer.mozilla.org)",
  );
});

Deno.test("withoutInternals() hides the documents behind cells", () => {
  const text = 'Promise<import("file:///a/__modulab_cell_3").User>';
  assert.equal(withoutInternals(text), "Promise<User>");
});

Deno.test("summary() is the first paragraph", () => {
  assert.equal(summary("Adds\nnumbers.\n\n*@param* a"), "Adds\nnumbers.");
});
