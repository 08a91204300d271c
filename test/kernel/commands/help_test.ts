import assert from "node:assert/strict";
import { COMMANDS } from "../../../kernel/compile/catalogue.ts";
import { openRig } from "./rig.ts";

Deno.test("%help", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("lists every command of the catalogue with its sentence", async () => {
    const { stdout } = await run("%help");
    for (const { usage, summary } of COMMANDS) {
      assert.ok(
        stdout.split("\n").some((line) => line.startsWith(usage) && line.endsWith(summary)),
      );
    }
  });

  await t.step("explains one command, however its percent signs are", async () => {
    const { stdout } = await run("%help %%bash");
    assert.match(stdout, /^%%bash\n\nRuns the cell in bash; .*\n\nRuns with the folder/);
    assert.equal((await run("%help bash")).stdout, stdout);
    assert.equal((await run("%bash?")).stdout, stdout);
  });

  await t.step("names the command that was meant", async () => {
    assert.equal(
      (await run("%help vras")).error,
      "CommandError: Cannot explain vras: there is no such command; did you mean vars?",
    );
  });

  await t.step("is where an unknown command leads", async () => {
    const { error } = await run("%vrs");
    assert.match(error ?? "", /No command %vrs; did you mean %vars\? %help lists all commands/);
  });
});
