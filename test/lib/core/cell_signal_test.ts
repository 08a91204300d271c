import assert from "node:assert/strict";
import { cellSignal } from "../../../lib/core/cell_signal.ts";

const KEY = Symbol.for("modulab.cellSignal");

Deno.test("cellSignal() never aborts outside of a session", () => {
  const signal = cellSignal();
  assert.equal(signal.aborted, false);
  assert.doesNotThrow(() => signal.throwIfAborted());
});

Deno.test("cellSignal() is that of the cell that runs, which the session tells", () => {
  const cell = new AbortController();
  const session = globalThis as unknown as Record<symbol, unknown>;
  const before = session[KEY];
  try {
    session[KEY] = () => cell.signal;
    assert.equal(cellSignal(), cell.signal);
    session[KEY] = () => undefined;
    assert.equal(cellSignal().aborted, false);
  } finally {
    if (before === undefined) delete session[KEY];
    else session[KEY] = before;
  }
});
