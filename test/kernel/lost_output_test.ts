import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { tellLostOutput } from "../../kernel/lost_output.ts";

function refuse(): never {
  throw new Error("No space left");
}

Deno.test("tellLostOutput() tells of a standard output that takes nothing, once", () => {
  const told: unknown[] = [];
  let failures = 0;
  const streams = { log: refuse, error: (text: unknown) => void told.push(text) };
  tellLostOutput(streams, () => failures++);
  const { log, error }: Pick<Console, "log" | "error"> = streams;
  log("result");
  log("another");
  error("something else");
  assert.deepEqual(told, [
    "modulab: Cannot write to standard output: No space left",
    "something else",
  ]);
  assert.equal(failures, 2);
});

Deno.test("tellLostOutput() survives that standard error takes nothing either", () => {
  let failures = 0;
  const streams = { log: refuse, error: refuse };
  tellLostOutput(streams, () => failures++);
  streams.log();
  assert.equal(failures, 2);
});

Deno.test("tellLostOutput() leaves alone what can be printed", () => {
  const printed: unknown[] = [];
  const streams: Pick<Console, "log" | "error"> = {
    log: (...parts) => void printed.push(parts),
    error: (...parts) => void printed.push(parts),
  };
  tellLostOutput(streams, () => assert.fail("nothing failed"));
  streams.log("a", 1);
  streams.error("b");
  assert.deepEqual(printed, [["a", 1], ["b"]]);
});

Deno.test("a command whose standard output is full says so in one line and exits with 1", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const main = fileURLToPath(new URL("../../kernel/main.ts", import.meta.url));
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", 'exec "$@" >/dev/full', "sh", Deno.execPath(), "run", "-A", main, "--help"],
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(code, 1);
  const text = new TextDecoder().decode(stderr);
  assert.match(text, /^modulab: Cannot write to standard output: No space left on device.*\n$/);
});
