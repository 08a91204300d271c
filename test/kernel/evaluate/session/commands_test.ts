import assert from "node:assert/strict";
import { CommandError, Commands } from "../../../../kernel/evaluate/session/commands.ts";
import { Cells, InterruptedError } from "../../../../kernel/evaluate/session/context.ts";
import type { Output } from "../../../../kernel/evaluate/session/output.ts";
import { CELL } from "./cell.ts";

/** Commands of a cell, and what the kernel is asked. */
function start(): {
  readonly cells: Cells;
  readonly commands: Commands;
  readonly asked: unknown[];
} {
  const cells = new Cells();
  const asked: unknown[] = [];
  const output: Pick<Output, "cell" | "event"> = {
    cell: "cell",
    event: (event) => asked.push(event),
  };
  cells.announce(CELL);
  return { cells, asked, commands: new Commands(cells, output as Output) };
}

Deno.test("Commands.run() asks the kernel and hands back its answer, whatever the order", async () => {
  const { commands, asked } = start();
  const first = commands.run("who", "");
  const second = commands.run("bash", "", "ls");
  assert.deepEqual(asked, [
    { type: "command", cell: "cell", id: 1, name: "who", args: "" },
    { type: "command", cell: "cell", id: 2, name: "bash", args: "", body: "ls" },
  ]);
  commands.answer({ id: 2, value: "two" });
  commands.answer({ id: 1, value: "one" });
  commands.answer({ id: 9, value: "nobody's" });
  assert.deepEqual(await Promise.all([first, second]), ["one", "two"]);
});

Deno.test("Commands.run() throws the error that the kernel names", async () => {
  const { commands } = start();
  const failed = commands.run("cd", "/none");
  commands.answer({ id: 1, error: { name: "CommandError", message: "Cannot change" } });
  await assert.rejects(failed, (error) => {
    assert.ok(error instanceof CommandError);
    assert.equal(String(error), "CommandError: Cannot change");
    return true;
  });
});

Deno.test("Commands.run() ends when its cell is interrupted, and later answers do nothing", async () => {
  const { cells, commands } = start();
  let waiting: Promise<unknown> = Promise.resolve();
  // A context of its own, so that this test does not stay in the cell.
  await new Promise<void>((resolve) =>
    setTimeout(() => {
      cells.enter("cell");
      waiting = commands.run("run", "a.ts");
      resolve();
    }, 0)
  );
  cells.interrupt("cell");
  commands.answer({ id: 1, value: "late" });
  await assert.rejects(waiting, InterruptedError);
});
