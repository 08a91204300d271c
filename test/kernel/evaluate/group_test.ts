import assert from "node:assert/strict";
import { endGroup, signalGroup } from "../../../kernel/evaluate/group.ts";

function start(): Deno.ChildProcess {
  const script = "sleep 100 & echo started; wait";
  return new Deno.Command("sh", { args: ["-c", script], detached: true, stdout: "piped" }).spawn();
}

Deno.test("endGroup() ends a process and what it started", async () => {
  const child = start();
  const reader = child.stdout.getReader();
  await reader.read();
  assert.equal((await endGroup(child)).signal, "SIGKILL");
  assert.equal((await reader.read()).done, true, "the sleep holds the pipe open");
});

Deno.test("signalGroup() does nothing to a group that is gone", async () => {
  const child = start();
  await child.stdout.cancel();
  await endGroup(child);
  signalGroup(child, "SIGINT");
});
