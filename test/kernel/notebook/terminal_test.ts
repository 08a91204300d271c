import assert from "node:assert/strict";

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
