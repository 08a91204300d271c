import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%load", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("puts a file into the place of the cell", async () => {
    await rig.write("a b.ts", "let x = 1;\n");
    const { payload } = await run('%load "a b.ts"');
    const text = '// %load "a b.ts"\nlet x = 1;\n';
    assert.deepEqual(payload, [{ source: "set_next_input", text, replace: true }]);
  });

  await t.step("puts an earlier cell there", async () => {
    await run("const second = 2;");
    const { payload } = await run("%load cell 2");
    const text = "const second = 2;";
    assert.deepEqual(payload, [{ source: "set_next_input", text, replace: true }]);
  });

  await t.step("says what is not there", async () => {
    assert.match((await run("%load cell 99")).error ?? "", /no cell of this number ran/);
    assert.match((await run("%load gone.ts")).error ?? "", /Cannot read gone\.ts: No such file/);
    assert.match((await run("%load")).error ?? "", /name a file, or a cell/);
  });

  await t.step("reads with the permissions of the session", async () => {
    await run("%permissions none");
    assert.match((await run("%load /etc/hostname")).error ?? "", /Requires read access.*%perm/);
  });
});
