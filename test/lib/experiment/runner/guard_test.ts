import assert from "node:assert/strict";
import { Guard } from "../../../../lib/experiment/runner/guard.ts";

/** A process with a group of its own that waits until its input is closed. */
function startWaiting(): Deno.ChildProcess {
  return new Deno.Command("sh", { args: ["-c", "read -r _"], stdin: "piped", detached: true })
    .spawn();
}

Deno.test("Guard ends the groups it was told last when its pipe closes, and no others", async () => {
  const [first, second] = [startWaiting(), startWaiting()];
  const guard = new Guard();
  guard.watch([first.pid, second.pid]);
  guard.watch([second.pid]);
  await guard.end();
  assert.equal((await second.status).signal, "SIGKILL");
  await second.stdin.close().catch(() => {});
  await first.stdin.close();
  assert.equal((await first.status).signal, null);
});

Deno.test("Guard that watches nothing ends quietly", async () => {
  const guard = new Guard();
  guard.watch([]);
  await guard.end();
});
