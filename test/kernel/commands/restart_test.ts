import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%restart and %reload", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step(
    "%restart ends its cell well, and says once what is gone and what did not run",
    async () => {
      await run("const kept = 1");
      const { stdout, stderr, error } = await run("%restart\nconsole.log('never')");
      assert.equal(error, undefined);
      assert.equal(
        stdout,
        "This is a fresh session; earlier variables are gone. " +
          "The rest of the cell did not run: run it in a cell of its own.\n",
      );
      assert.equal(stderr, "");
      const next = await run("typeof kept");
      assert.deepEqual([next.data[0]?.["text/plain"], next.stderr], ['"undefined"', ""]);
    },
  );

  await t.step("%restart is refused to code that calls the hook", async () => {
    const { error } = await run('await __modulab.command("restart", "")');
    assert.match(error ?? "", /^CommandError: Cannot run %restart: only a line of the cell may/);
  });

  await t.step("a session that exits while it restarts loses no cell", async () => {
    const [first, second] = await Promise.all([run("%restart"), run("1 + 1")]);
    assert.equal(first.error, undefined);
    assert.equal(second.data[0]?.["text/plain"], "2");
  });

  await t.step("%reload loads local modules afresh, changed or not", async () => {
    await rig.write("count.ts", "console.log('loaded');\nexport const n = 1;\n");
    const cell = "import { n } from './count.ts'; n;";
    assert.equal((await run(cell)).stdout, "loaded\n");
    assert.equal((await run(cell)).stdout, "");
    await run("%reload");
    assert.equal((await run(cell)).stdout, "loaded\n");
  });
});
