import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%env", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("sets a variable of the session, without its quotes", async () => {
    assert.equal((await run('%env CITY="San José"')).stdout, "CITY=San José\n");
    assert.equal((await run('Deno.env.get("CITY")')).data[0]?.["text/plain"], '"San José"');
    await run("%env TOWN = Ulm");
    assert.equal((await run("%env TOWN")).stdout, "Ulm\n");
  });

  await t.step("masks what looks secret in lists, also inside addresses", async () => {
    assert.equal((await run("%env MY_API_KEY=abc")).stdout, "MY_API_KEY=••••••\n");
    await run("%env DATABASE=postgres://me:hush@host/db");
    const { stdout } = await run("%env");
    assert.match(stdout, /^CITY=San José$/m);
    assert.match(stdout, /^DATABASE=postgres:\/\/me:••••••@host\/db$/m);
    assert.doesNotMatch(stdout, /abc|hush/);
  });

  await t.step("shows a secret that is asked for by its name", async () => {
    assert.equal((await run("%env MY_API_KEY")).stdout, "abc\n");
  });

  await t.step("says how to set what is not set", async () => {
    assert.equal(
      (await run("%env NO_SUCH_NAME")).error,
      "CommandError: Cannot show NO_SUCH_NAME: it is not set; %env NO_SUCH_NAME=value sets it",
    );
  });
});
