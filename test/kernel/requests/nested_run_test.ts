import assert from "node:assert/strict";
import { CommandError, CommandInterrupted } from "../../../kernel/commands/command_error.ts";
import type { CellEntry } from "../../../kernel/requests/cells.ts";
import { notebookCells, runNested } from "../../../kernel/requests/nested_run.ts";
import { StateRig } from "./state.ts";

const CODE = { source: "const kept = 1;", label: "prepare.ts", folder: "/elsewhere" };

Deno.test("runNested() runs the code in its folder and keeps what it declares", async () => {
  const ran: string[] = [];
  using rig = new StateRig({ assist: { ran: (_, source) => void ran.push(source) } });
  await runNested(rig.state, { ...CODE, outer: rig.cell });
  const [run] = rig.runs;
  assert.equal(run?.folder, "/elsewhere");
  assert.match(run?.code ?? "", /kept/);
  assert.deepEqual([...rig.state.declared], ["kept"]);
  assert.deepEqual(ran, [CODE.source]);
});

Deno.test("runNested() prints the traceback of code that fails, and names its file", async () => {
  const error = {
    name: "RangeError",
    message: "too far",
    frames: [],
    thrown: false,
  } as const;
  using rig = new StateRig({ end: () => ({ status: "error", error }) });
  await assert.rejects(
    runNested(rig.state, { ...CODE, outer: rig.cell }),
    new CommandError("prepare.ts ended with RangeError: too far"),
  );
  assert.match(rig.text("stderr"), /RangeError.*too far/);
  assert.deepEqual([...rig.state.declared], ["kept"]);
});

Deno.test("runNested() does not run what does not compile", async () => {
  using rig = new StateRig();
  await assert.rejects(
    runNested(rig.state, { ...CODE, source: "let = ;", outer: rig.cell }),
    /^CommandError: prepare\.ts ended with SyntaxError/,
  );
  assert.deepEqual(rig.runs, []);
  assert.match(rig.text("stderr"), /let = ;/);
});

Deno.test("runNested() passes an interrupt and the end of the session on", async () => {
  const ran: string[] = [];
  using stopped = new StateRig({
    end: () => ({ status: "interrupted" }),
    assist: { ran: (_, source) => void ran.push(source) },
  });
  await assert.rejects(
    runNested(stopped.state, { ...CODE, outer: stopped.cell }),
    CommandInterrupted,
  );
  assert.deepEqual([...stopped.state.declared], ["kept"], "an interrupt keeps variables");
  assert.deepEqual(ran, [CODE.source]);
  const end = { reason: "killed", message: "The session was killed" } as const;
  // deno-lint-ignore no-explicit-any -- of how a session ended, only the message is read
  using ended = new StateRig({ end: () => ({ status: "ended", end: end as any }) });
  await assert.rejects(
    runNested(ended.state, { ...CODE, outer: ended.cell }),
    new CommandError("The session was killed"),
  );
  assert.deepEqual([...ended.state.declared], []);
});

Deno.test("runNested() ends code that runs itself", async () => {
  using rig = new StateRig();
  let outer: CellEntry = rig.cell;
  for (let depth = 0; depth < 10; depth++) outer = { ...outer, outer };
  await assert.rejects(
    runNested(rig.state, { ...CODE, outer }),
    new CommandError("Cannot run prepare.ts: it is run by itself, 10 times over"),
  );
  assert.deepEqual(rig.runs, []);
});

Deno.test("notebookCells() reads the code cells, and says what is wrong with a notebook", async () => {
  const cell = { metadata: {}, source: "1", id: "a" };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { ...cell, cell_type: "code", execution_count: null, outputs: [] },
      { ...cell, cell_type: "markdown", source: "# b", id: "b" },
    ],
  };
  assert.deepEqual(await notebookCells(JSON.stringify(notebook), "a.ipynb"), ["1"]);
  await assert.rejects(notebookCells("{", "a.ipynb"), /a\.ipynb/);
});
