import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%permissions", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("lists the flags", async () => {
    assert.equal((await run("%permissions")).stdout, "Its permissions: --allow-all\n");
  });

  await t.step("starts a fresh session with others, and says that state is lost", async () => {
    await run("const kept = 1");
    const { stdout, error } = await run("%permissions --allow-read --deny-net");
    assert.equal(error, undefined);
    assert.match(stdout, /variables are gone.*--allow-read --deny-net/);
    assert.match((await run('Deno.env.get("HOME")')).error ?? "", /^NotCapable: /);
    assert.equal((await run("typeof kept")).data[0]?.["text/plain"], '"undefined"');
  });

  await t.step("are missed in words that name the way out", async () => {
    const { error } = await run("%env");
    assert.match(error ?? "", /Cannot list the environment: Requires env access.*%permissions/);
  });

  await t.step("none leaves nothing, and cells still run", async () => {
    assert.match((await run("%permissions none")).stdout, /It has no permissions\.\n$/);
    assert.match((await run('Deno.readTextFileSync("/etc/hostname")')).error ?? "", /NotCapable/);
    assert.equal((await run("1 + 1")).data[0]?.["text/plain"], "2");
  });

  await t.step("are not raised by code, only by a line of the cell", async () => {
    const { error } = await run('await __modulab.command("permissions", "--allow-all")');
    assert.match(error ?? "", /only a line of the cell may/);
    assert.match((await run("Deno.env.toObject()")).error ?? "", /^NotCapable/);
  });

  await t.step("refuse flags that are no permissions, and keep the session", async () => {
    await run("const here = 1");
    const { error } = await run("%permissions --v8-flags=--x");
    assert.match(error ?? "", /^CommandError: Cannot use --v8-flags=--x: write flags such as/);
    assert.equal((await run("here")).data[0]?.["text/plain"], "1");
  });

  await t.step("with which no session starts leave those before", async () => {
    await run("%permissions --allow-all");
    const { error } = await run("%permissions --allow-net=:::bad:::");
    assert.match(error ?? "", /^SessionStartError: /);
    assert.equal((await run("%permissions")).stdout, "Its permissions: --allow-all\n");
    assert.equal((await run("1 + 1")).data[0]?.["text/plain"], "2");
  });
});
