/** What becomes of subprocesses that cells start, in a real session. */
import assert from "node:assert/strict";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

/** A subprocess that says so when it has begun, and reads until somebody ends it. */
const READS = `new Deno.Command(Deno.execPath(), {
  args: ["eval", "console.log('begun'); await new Promise((done) => setTimeout(done, 60_000))"],
})`;

async function begun(rig: SessionRig): Promise<void> {
  await rig.inbox.take((output) => output.type === "text" && output.text.includes("begun"));
}

Deno.test("installSubprocesses() ends what an interrupted cell waits for, not what others started", async () => {
  await using rig = await SessionRig.start();
  await rig.run(`const earlier = ${READS}.spawn(); 1;`);
  await begun(rig);
  const awaited = rig.run(`const awaited = ${READS}.spawn(); await awaited.status;`);
  await begun(rig);
  assert.equal(await rig.session.interrupt(), "interrupted");
  assert.deepEqual((await awaited).end, { status: "interrupted" });
  assert.equal((await rig.run("(await awaited.status).signal")).result, '"SIGTERM"');
  const ended = "earlier.status.then(() => 'ended')";
  assert.equal((await rig.run(`Promise.race([${ended}, 'runs'])`)).result, '"runs"');
  assert.equal(
    (await rig.run("earlier.kill(); (await earlier.status).signal")).result,
    '"SIGTERM"',
  );
});

Deno.test("installSubprocesses() leaves commands as they are in all else", async () => {
  await using rig = await SessionRig.start();
  const { result } = await rig.run(`
    const command = new Deno.Command(Deno.execPath(), { args: ["--version"] });
    const { success, stdout } = await command.output();
    [command instanceof Deno.Command, Deno.Command.name, success, stdout.length > 0].join()`);
  assert.equal(result, '"true,Command,true,true"');
  const own = await rig.run(`
    const stop = new AbortController();
    const stopped = new Deno.Command(Deno.execPath(), { args: ["repl"], stdin: "piped", signal: stop.signal }).spawn();
    stop.abort();
    console.log((await stopped.status).signal); await stopped.stdin.close().catch(() => {});`);
  assert.match(textOf(own.outputs, { stream: "stdout" }), /SIGTERM/);
});
