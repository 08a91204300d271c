import assert from "node:assert/strict";

const PROGRAM = `
import { watchTermination } from "${new URL("../../kernel/watch_termination.ts", import.meta.url)}";
setInterval(() => {}, 1000);
for (const line of ["first", "second"]) {
  using watch = watchTermination();
  console.log(line);
  await watch.asked;
}
Deno.exit(7);`;

Deno.test({
  name: "watchTermination() hears SIGTERM and SIGHUP, and the process goes on",
  ignore: Deno.build.os === "windows",
  async fn() {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", PROGRAM],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const signals = ["SIGTERM", "SIGHUP"] as const;
    let heard = 0;
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      assert.match(text, /^(?:first|second)\n$/);
      child.kill(signals[heard++]);
    }
    assert.equal((await child.status).code, 7);
  },
});
