import assert from "node:assert/strict";
import { Cells } from "../../../../kernel/evaluate/session/context.ts";
import { Shells } from "../../../../kernel/evaluate/session/shell.ts";
import { CELL } from "./cell.ts";

Deno.test("Shells.wait() tells how a script ended", async () => {
  const shells = new Shells(new Cells());
  const failed = await shells.wait(shells.start("exit 3"));
  assert.equal(failed?.code, 3);
  assert.equal(failed?.signal, null);
  assert.match(failed?.shell ?? "", /^(ba)?sh$/);
  assert.equal((await shells.wait(shells.start("kill -TERM $$")))?.signal, "SIGTERM");
});

Deno.test("Shells.start() makes every script the leader of a process group", async () => {
  const shells = new Shells(new Cells());
  const pid = shells.start("sleep 60 & wait");
  Deno.kill(-pid, "SIGKILL");
  assert.equal((await shells.wait(pid))?.signal, "SIGKILL");
});

Deno.test("Shells.wait() gives up when the cell that waits is interrupted, and can wait again", async () => {
  const cells = new Cells();
  const shells = new Shells(cells);
  cells.announce(CELL);
  const pid = shells.start("sleep 60");
  const waiting = shells.wait(pid, "cell");
  cells.interrupt("cell");
  assert.equal(await waiting, null);
  assert.equal(await shells.wait(pid, "cell"), null);
  Deno.kill(-pid, "SIGKILL");
  assert.equal((await shells.wait(pid))?.signal, "SIGKILL");
});

Deno.test("Shells.wait() refuses processes that it did not start", async () => {
  await assert.rejects(
    new Shells(new Cells()).wait(1),
    new RangeError("Cannot wait for process 1: it was not started here"),
  );
});
