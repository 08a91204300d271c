import assert from "node:assert/strict";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

Deno.test("keepStreamsOpen() lets cells print after a cell that closed what it printed to", async () => {
  await using rig = await SessionRig.start();
  const closing = [
    "await new Blob(['piped\\n']).stream().pipeTo(Deno.stdout.writable)",
    "await new Blob(['again\\n']).stream().pipeTo(Deno.stdout.writable)",
    "Deno.stdout.close(); Deno.stderr.close()",
    "const writer = Deno.stderr.writable.getWriter(); await writer.write(new TextEncoder().encode('err\\n')); await writer.close()",
    "process.stdout.end('node\\n')",
    "process.stdout.destroy()",
  ];
  for (const code of closing) {
    assert.deepEqual((await rig.run(code)).end, { status: "ok" }, code);
    const { outputs, result } = await rig.run("console.log('open'); console.error('too'); 1");
    assert.equal(result, "1", code);
    assert.equal(textOf(outputs, { stream: "stdout" }), "open\n", code);
    assert.equal(textOf(outputs, { stream: "stderr" }), "too\n", code);
  }
  const all = textOf(rig.outputs, { stream: "stdout" }).replaceAll("open\n", "");
  assert.equal(all, "piped\nagain\nnode\n");
  assert.equal(textOf(rig.outputs, { stream: "stderr" }).replaceAll("too\n", ""), "err\n");
});
