import assert from "node:assert/strict";

const MODULE = new URL("../../../kernel/notebook/interrupt_signal.ts", import.meta.url).href;
/** A process of its own, because the test runner has a listener for SIGINT, too. */
const PROGRAM = `
const { InterruptSignal } = await import(${JSON.stringify(MODULE)});
const alive = setInterval(() => {}, 60_000);
let times = 0;
const interrupt = new InterruptSignal(() => {
  console.log(interrupt.signal.aborted ? "again" : "first");
  if (++times < 2) return;
  interrupt[Symbol.dispose]();
  clearInterval(alive);
});
interrupt.signal.addEventListener("abort", () => console.log("aborted"));
console.log("ready");`;

Deno.test({
  name: "InterruptSignal aborts once at Ctrl-C or SIGTERM, and hears every one",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", PROGRAM],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      let text = "";
      for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
        text += part;
        if (/ready\n$|aborted\n$/.test(text)) child.kill(name);
      }
      assert.equal(text, "ready\nfirst\naborted\nagain\n");
      assert.equal((await child.status).code, 0);
    }
  },
});

/** Prints whether the process took the loss of its terminal for an interrupt. */
const HANGUP = `
const { InterruptSignal } = await import(${JSON.stringify(MODULE)});
const interrupt = new InterruptSignal();
Deno.addSignalListener("SIGHUP", () => {
  console.log(interrupt.signal.aborted);
  Deno.exit();
});
setInterval(() => {}, 60_000);
Deno.kill(Deno.pid, "SIGHUP");`;

Deno.test({
  name: "InterruptSignal hears that the terminal has gone, unless nohup lets the process go on",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const [plain, nohup] = await Promise.all(["--default-signal=HUP", "--ignore-signal=HUP"].map(
      async (how) => {
        const args = [how, Deno.execPath(), "eval", HANGUP];
        const { stdout } = await new Deno.Command("env", { args, stderr: "inherit" }).output();
        return new TextDecoder().decode(stdout);
      },
    ));
    assert.equal(plain, "true\n");
    assert.equal(nohup, "false\n");
  },
});
