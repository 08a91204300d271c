import assert from "node:assert/strict";
import { ansiToHtml } from "../../../../kernel/notebook/html/ansi.ts";

Deno.test("ansiToHtml() turns colours into classes and escapes the rest", () => {
  assert.equal(
    ansiToHtml("\x1b[1;31m<b>\x1b[0m & plain"),
    '<span style="font-weight:bold" class="ansi-red-fg">&lt;b&gt;</span> &amp; plain',
  );
});

Deno.test("ansiToHtml() hides what moves cursors, sets titles or rings bells", () => {
  assert.equal(ansiToHtml("a\x1b[2K\x1b[1Ab\x1b]0;title\x07c\x07d\x00"), "abcd");
  assert.equal(ansiToHtml("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\"), "link");
});

Deno.test("ansiToHtml() shows what is left of a progress bar", () => {
  assert.equal(ansiToHtml("1/2\r2/2\nend"), "2/2\nend");
});
