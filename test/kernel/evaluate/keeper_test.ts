import assert from "node:assert/strict";
import type { SessionEnd } from "../../../kernel/evaluate/ending.ts";
import { SessionKeeper } from "../../../kernel/evaluate/keeper.ts";
import { Inbox } from "../../support/inbox.ts";

const FOLDER = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");

Deno.test("SessionKeeper starts one session, however many ask, and another when it has ended", async () => {
  const ends = new Inbox<SessionEnd>();
  await using keeper = new SessionKeeper({ folder: FOLDER }, { output: () => {}, ended: ends.put });
  assert.equal(keeper.up, undefined);
  const [first, same] = await Promise.all([keeper.current(), keeper.current()]);
  assert.equal(first, same);
  assert.equal(keeper.up, first);
  Deno.kill(first.pid, "SIGKILL");
  assert.equal((await ends.take()).name, "SessionKilled");
  // Nobody asks for it: the next cell is to find it warm.
  while (keeper.up === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  const second = await keeper.current();
  assert.notEqual(second.pid, first.pid);
});

Deno.test("SessionKeeper.restart() ends the session and starts it with other options", async () => {
  const ends = new Inbox<SessionEnd>();
  await using keeper = new SessionKeeper({ folder: FOLDER }, { output: () => {}, ended: ends.put });
  const first = await keeper.current();
  await keeper.restart({ folder: FOLDER, permissions: ["--allow-read"] });
  assert.equal((await ends.take()).name, "SessionStopped");
  const second = await keeper.current();
  assert.notEqual(second.pid, first.pid);
  assert.deepEqual(keeper.options.permissions, ["--allow-read"]);
});

Deno.test("SessionKeeper starts no session when it has been disposed of", async () => {
  const keeper = new SessionKeeper({ folder: FOLDER }, { output: () => {}, ended: () => {} });
  await keeper[Symbol.asyncDispose]();
  await assert.rejects(keeper.current(), /shutting down/);
});

Deno.test("SessionKeeper says why no session starts, and tries again when asked again", async () => {
  const options = { folder: `${FOLDER}/modulab-no-such-folder` };
  await using keeper = new SessionKeeper(options, { output: () => {}, ended: () => {} });
  await assert.rejects(keeper.current(), /modulab-no-such-folder|cwd/);
  assert.equal(keeper.up, undefined);
  await keeper.restart({ folder: FOLDER });
  assert.notEqual(keeper.up, undefined);
});
