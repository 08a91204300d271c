import assert from "node:assert/strict";
import { cellProgress } from "../../../kernel/display/cell_progress.ts";
import { createDisplay } from "../../../kernel/display/display.ts";
import { createFormatter } from "../../../kernel/display/format.ts";

Deno.test("cellProgress() makes one display and changes it from then on", async () => {
  const shown: { id: string | undefined; update: boolean; text: string }[] = [];
  const display = createDisplay({
    display: ({ data }, { id, update = false } = {}) => {
      shown.push({ id, update, text: String(data["text/plain"]) });
    },
    clear: () => {},
  }, createFormatter());
  const progress = cellProgress(display);
  progress.begin?.("study");
  progress.phase?.({ path: ["train"], kind: "train", epochs: 2, steps: 3 });
  progress.notice?.("two batches are dropped");
  progress.end?.("completed");
  await display.pending();
  assert.deepEqual(shown.map(({ update }) => update), [false, true, true]);
  assert.equal(new Set(shown.map(({ id }) => id)).size, 1);
  assert.match(
    shown.at(-1)?.text ?? "",
    /^study: completed\ntrain {2}0 % {2}epoch 1\/2\ntwo batches/,
  );
});
