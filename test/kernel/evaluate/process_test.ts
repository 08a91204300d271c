import assert from "node:assert/strict";
import {
  SessionStartError,
  skipAnnouncement,
  startProcess,
} from "../../../kernel/evaluate/process.ts";

const FOLDER = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");

Deno.test("startProcess() repeats what a process said that ends at once", async () => {
  const start = startProcess({ folder: FOLDER, permissions: ["--allow-nonsense"] });
  await assert.rejects(start, (error) => {
    assert.ok(error instanceof SessionStartError);
    assert.match(error.message, /^Cannot start a session: its process ended and said: .*nonsense/s);
    return true;
  });
});

Deno.test("startProcess() gives the address of an inspector that nobody can guess", async () => {
  const { child, guard, inspector, stderr, key } = await startProcess({ folder: FOLDER });
  try {
    assert.match(inspector, /^ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/);
    const { port } = new URL(inspector);
    const listing = await fetch(`http://127.0.0.1:${port}/json/list`);
    await listing.body?.cancel();
    assert.equal(listing.status, 404);
    assert.match(key, /^[0-9a-f]{8}$/);
  } finally {
    child.kill("SIGKILL");
    await child.status;
    await guard[Symbol.asyncDispose]();
    await Promise.all([
      stderr.cancel(),
      child.stdout.cancel(),
      child.stdin.close().catch(() => {}),
    ]);
  }
});

Deno.test("skipAnnouncement() keeps a mark on whichever side of the line it stands", async () => {
  const mark = '\x1ekey{"kind":"barrier","id":0}\x1e';
  const greeting = "Visit chrome://inspect to connect to the debugger.\n" +
    "Deno is waiting for debugger to connect.\n";
  const line = "Debugger session started.\n";
  for (const rest of [`${line}${mark}`, `${mark}${line}`]) {
    const stderr = new Blob([rest]).stream().getReader();
    const stderrRest = new TextEncoder().encode(greeting);
    const left = await skipAnnouncement({ stderr, stderrRest });
    assert.equal(new TextDecoder().decode(left), mark);
    await stderr.cancel();
  }
});

Deno.test("startProcess() leaves nothing behind if its own process ends before it is used", async () => {
  const source = new URL("../../../kernel/evaluate/process.ts", import.meta.url).href;
  const program = `const { startProcess } = await import(${JSON.stringify(source)});
    const { child } = await startProcess({ folder: ${JSON.stringify(FOLDER)} });
    console.log(child.pid);
    Deno.exit(0);`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: new URL("../../..", import.meta.url),
  }).output();
  const pid = Number(new TextDecoder().decode(stdout));
  assert.ok(pid > 0);
  const ends = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < ends) await new Promise((go) => setTimeout(go, 20));
  assert.equal(isAlive(pid), false);
});

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}
