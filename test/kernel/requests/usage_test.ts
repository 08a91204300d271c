import assert from "node:assert/strict";
import { measureUsage } from "../../../kernel/requests/usage.ts";

Deno.test("measureUsage() adds the session's memory to the kernel's own", async () => {
  await using child = new Deno.Command("sleep", { args: ["60"] }).spawn();
  const alone = await measureUsage(undefined);
  const both = await measureUsage(child.pid);
  assert.equal(alone.pid, Deno.pid);
  assert.equal(both.pid, child.pid);
  assert.ok(Number(alone.kernel_memory) > 1e6 && Number(both.kernel_memory) > 1e6);
  assert.ok(Number(both.cpu_count) >= 1);
  const { total, available, percent } = both.host_virtual_memory as Record<string, number>;
  assert.ok(Number(total) > Number(available) && Number(percent) > 0 && Number(percent) < 100);
  child.kill("SIGKILL");
});

Deno.test("measureUsage() goes on without a session that has gone", async () => {
  const child = new Deno.Command("true").spawn();
  await child.status;
  assert.ok(Number((await measureUsage(child.pid)).kernel_memory) > 1e6);
});
