import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%cd", async (t) => {
  await using rig = await openRig();
  const { run, folder } = rig;

  await t.step("cannot go back to where it has not been", async () => {
    assert.equal(
      (await run("%cd -")).error,
      "CommandError: Cannot change back: %cd has changed nothing yet",
    );
  });

  await t.step("shows the folder", async () => {
    assert.equal((await run("%cd")).stdout, `${folder}\n`);
  });

  await t.step("changes it for files, not for imports", async () => {
    await Deno.mkdir(`${folder}/my data`);
    await rig.write("my data/x.txt", "inside");
    await rig.write("m.ts", "export const m = 1;");
    assert.equal((await run('%cd "my data"')).stdout, `${folder}/my data\n`);
    const { data } = await run('import { m } from "./m.ts"; Deno.readTextFileSync("x.txt") + m');
    assert.equal(data[0]?.["text/plain"], '"inside1"');
    assert.equal((await run("%cd ..")).stdout, `${folder}\n`);
  });

  await t.step("goes back to the folder before, and forth again", async () => {
    assert.match((await run("%cd missing")).error ?? "", /Cannot change/);
    assert.equal((await run("%cd -")).stdout, `${folder}/my data\n`);
    assert.equal((await run("%cd")).stdout, `${folder}/my data\n`);
    assert.equal((await run("%cd -")).stdout, `${folder}\n`);
  });

  await t.step("says why it cannot", async () => {
    assert.equal(
      (await run("%cd missing")).error,
      "CommandError: Cannot change to missing: No such file or directory",
    );
    await Deno.mkdir(`${folder}/short-lived`);
    await run("%cd short-lived");
    await Deno.remove(`${folder}/short-lived`);
    assert.equal(
      (await run("%cd")).error,
      "CommandError: Cannot tell the working folder: No such file or directory",
    );
  });
});
