import assert from "node:assert/strict";
import { forms } from "./support.ts";

Deno.test("an element shows as its markup, an SVG element as a picture", async () => {
  assert.deepEqual(await forms({ outerHTML: "<figure>x</figure>" }), {
    "text/html": "<figure>x</figure>",
    "text/plain": "<figure>",
  });
  assert.deepEqual(await forms({ outerHTML: "<svg></svg>" }), {
    "image/svg+xml": "<svg></svg>",
    "text/plain": "<svg>",
  });
});
