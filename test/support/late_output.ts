/**
 * What becomes of output that comes when the cell that caused it has ended.
 *
 * @module
 */

import assert from "node:assert/strict";
import type { SessionRig } from "./session_rig.ts";

/** Two cells: one that has something called later, and one in whose time that happens. */
export interface LateCase {
  /** Code that hands the function `late` to somebody, and may leave something to `globalThis`. */
  readonly register: string;
  /** Code of the second cell that brings the call about; nothing if it comes by itself. */
  readonly trigger?: string;
  /** Code that tidies up. */
  readonly close?: string;
}

const WAITS: Readonly<Record<string, string>> = {
  "while another cell runs": "await seen.promise;",
  "after another cell ran": "",
};

/**
 * Checks that `late()` prints and displays into the cell that registered it, whether another cell runs
 * when it is called or none does.
 *
 * @param rig a session
 * @param late the two cells
 * @throws AssertionError if the output is another cell's or nobody's
 */
export async function assertLateOutput(rig: SessionRig, late: LateCase): Promise<void> {
  for (const [when, wait] of Object.entries(WAITS)) {
    await rig.run(`
      globalThis.seen = Promise.withResolvers();
      globalThis.late = () => { console.log("late"); display("late"); seen.resolve(); };`);
    const first = await rig.run(late.register);
    assert.deepEqual(first.end, { status: "ok" });
    const second = await rig.run(`${late.trigger ?? ""};${wait}`);
    assert.deepEqual(second.end, { status: "ok" });
    const text = await rig.inbox.take((it) => it.type === "text" && it.text.includes("late"));
    const shown = await rig.inbox.take((it) => it.type === "display");
    const cells = [text, shown].map((it) => "cell" in it && it.cell);
    assert.deepEqual(cells, [first.id, first.id], when);
    await rig.run(late.close ?? "");
  }
}
