import assert from "node:assert/strict";

import process from "node:process";
import { processTerminal } from "../../../kernel/notebook/terminal.ts";

const MODULE = new URL("../../../kernel/notebook/terminal.ts", import.meta.url).href;
const PROGRAM = `
const { processTerminal } = await import(${JSON.stringify(MODULE)});
processTerminal().progress.write("progress");
setTimeout(() => console.log("went on"));`;

Deno.test({
  name: "processTerminal() goes on when nobody takes its progress any more",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const script = `exec "$0" eval "$1" 2>/dev/full`;
    const { code, stdout } = await new Deno.Command("sh", {
      args: ["-c", script, Deno.execPath(), PROGRAM],
    }).output();
    assert.equal(new TextDecoder().decode(stdout), "went on\n");
    assert.equal(code, 0);
  },
});

Deno.test("processTerminal() overwrites no line of a dumb terminal", () => {
  const before = { isTTY: process.stderr.isTTY, TERM: Deno.env.get("TERM") };
  process.stderr.isTTY = true;
  try {
    for (const [term, wanted] of [["xterm", true], ["dumb", false]] as const) {
      Deno.env.set("TERM", term);
      assert.equal(processTerminal().progress.isTerminal, wanted, term);
    }
  } finally {
    process.stderr.isTTY = before.isTTY;
    if (before.TERM === undefined) Deno.env.delete("TERM");
    else Deno.env.set("TERM", before.TERM);
  }
});
