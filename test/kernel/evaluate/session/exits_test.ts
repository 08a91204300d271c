/** Ends of sessions: the cell is told what happened, whatever ended its process. */
import assert from "node:assert/strict";
import type { SessionOptions } from "../../../../kernel/evaluate/process.ts";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

/** Runs the cell that ends its session. */
async function endWith(
  code: string,
  options: Partial<SessionOptions> = {},
): Promise<{ name: string; message: string; stdout: string; stderr: string }> {
  await using rig = await SessionRig.start(options);
  const { end, outputs } = await rig.run(code);
  assert.equal(end.status, "ended", JSON.stringify(end));
  const told = end.status === "ended" ? end.end : assert.fail();
  assert.deepEqual(await rig.session.ended, told);
  const [stdout, stderr] = (["stdout", "stderr"] as const).map((stream) =>
    textOf(outputs, { stream })
  );
  return { ...told, stdout: stdout ?? "", stderr: stderr ?? "" };
}

Deno.test("a session that exits says who asked, and loses nothing that it printed", async () => {
  const told = await endWith("console.log('last'); display('z'.repeat(100_000)); Deno.exit(3)");
  assert.equal(told.name, "SessionExited");
  assert.match(told.message, /^Deno\.exit\(3\) ended the session/);
  assert.equal(told.stdout, "last\n");
  assert.equal(told.stderr, "");
});

Deno.test("a session that exits by process.exit() in a timer ends the cell that runs then", async () => {
  const told = await endWith("setTimeout(() => process.exit(4), 1); await new Promise(() => {})");
  assert.equal(told.name, "SessionExited");
  assert.match(told.message, /^process\.exit\(4\)/);
});

Deno.test("a session that closes its window ends at once", async () => {
  const told = await endWith("close(); console.log('never')");
  assert.match(told.message, /^close\(0\) ended the session/);
  assert.equal(told.stdout, "");
});

Deno.test("a session that is ended by a signal says which", async () => {
  const told = await endWith("Deno.kill(Deno.pid, 'SIGTERM'); await new Promise(() => {})");
  assert.equal(told.name, "SessionCrashed");
  assert.match(told.message, /signal SIGTERM/);
});

Deno.test("a session that is killed from outside says so", async () => {
  const told = await endWith("console.log('last'); Deno.kill(Deno.pid, 'SIGKILL'); for (;;);");
  assert.equal(told.name, "SessionKilled");
  assert.match(told.message, /variables are lost/);
  assert.equal(told.stdout, "last\n");
});

Deno.test("a session that aborts in native code says with which signal", async () => {
  const told = await endWith("Deno.kill(Deno.pid, 'SIGABRT'); for (;;);");
  assert.equal(told.name, "SessionCrashed");
  assert.match(told.message, /signal SIGABRT/);
});

Deno.test("a session whose heap is full says so, and what helps", async () => {
  const code = "const rows = []; for (;;) rows.push(new Array(10_000).fill(Math.random()))";
  const told = await endWith(code, { heapMegabytes: 80 });
  assert.equal(told.name, "OutOfMemory");
  assert.match(told.message, /fewer rows/);
});

Deno.test("Session.kill() ends subprocesses that its cells left behind", async () => {
  const rig = await SessionRig.start();
  const ran = await rig.run("new Deno.Command('sleep', { args: ['1000'] }).spawn().pid");
  await rig.session.kill();
  assert.equal((await rig.session.ended).name, "SessionStopped");
  assert.equal(await isAlive(Number(ran.result)), false);
});

/** A process that has ended may need a moment until its parent has taken note. */
async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(pid)] })
    .output();
  const state = new TextDecoder().decode(stdout).trim();
  return state !== "" && !state.startsWith("Z");
}
