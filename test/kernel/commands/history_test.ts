import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%history", async (t) => {
  await using rig = await openRig();
  const { run } = rig;
  await run("const a = [1];\na.length");
  await run("const b = 2");

  await t.step("prints the last cells with their numbers, itself left out", async () => {
    assert.equal(
      (await run("%history")).stdout,
      "     1: const a = [1];\n        a.length\n     2: const b = 2\n",
    );
  });

  await t.step("prints as many as wanted", async () => {
    assert.equal((await run("%history 1")).stdout, "     3: %history\n");
  });

  await t.step("finds cells by their text, brackets included", async () => {
    assert.match((await run("%history -g [1]")).stdout, /^ +1: const a = \[1\];\n +a\.length\n$/);
    assert.match((await run("%history -g 'const b*'")).stdout, /^ +2: const b = 2\n$/);
    assert.equal((await run("%history -g nowhere")).stdout, "No cells found.\n");
  });

  await t.step("says how it is written", async () => {
    assert.match((await run("%history x")).error ?? "", /write %history \[count\] \[-g pattern\]/);
  });
});
