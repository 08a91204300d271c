import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%%capture", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("keeps text, displays and the result in a variable", async () => {
    const { stdout, stderr, data } = await run(
      '%%capture out\nconsole.log("a"); display("b"); console.error("c");\n5',
    );
    assert.deepEqual({ stdout, stderr, data }, { stdout: "", stderr: "", data: [] });
    const kept = await run(
      '[out.stdout, out.stderr, ...out.outputs.map(({ data }) => data["text/plain"])].join("|")',
    );
    assert.equal(kept.data[0]?.["text/plain"], `'a\\n|c\\n|"b"|5'`);
  });

  await t.step("shows everything again on demand", async () => {
    const { stdout, stderr, data } = await run("out.show()");
    assert.deepEqual({ stdout, stderr }, { stdout: "a\n", stderr: "c\n" });
    assert.deepEqual(data, [{ "text/plain": '"b"' }, { "text/plain": "5" }]);
  });

  await t.step("keeps a display as it was updated last", async () => {
    await run('%%capture out\nconst d = display("old");\nd.update("new");');
    assert.deepEqual((await run("out.show()")).data, [{ "text/plain": '"new"' }]);
  });

  await t.step("keeps nothing from before a clearing", async () => {
    await run('%%capture out\nconsole.log("before"); clearOutput(); console.log("after");');
    assert.equal((await run("out.show()")).stdout, "after\n");
  });

  await t.step("keeps what was put out before an error, and shows the error", async () => {
    const { error } = await run('%%capture out\nconsole.log("x"); throw new Error("bad");');
    assert.equal(error, "Error: bad");
    assert.equal((await run("out.stdout")).data[0]?.["text/plain"], '"x\\n"');
  });

  await t.step("keeps what was put out before an interrupt", async () => {
    const code = '%%capture out\nconsole.log("before"); await input("?"); console.log("after");';
    // The client interrupts a cell whose question gets no answer.
    const refuse = (): Promise<string> => Promise.reject(new Error("no answer"));
    const { reply, outputs } = await rig.client.execute(code, { onInput: refuse });
    assert.equal(reply.content.ename, "Interrupted");
    assert.ok(!outputs.some(({ header }) => header.msg_type === "stream"));
    assert.equal((await run("out.stdout")).data[0]?.["text/plain"], '"before\\n"');
  });

  await t.step("keeps what was put out before a restart in the fresh session", async () => {
    const { error } = await run('%%capture out\nconsole.log("before");\n%restart');
    assert.equal(error, undefined);
    assert.match(String((await run("out.stdout")).data[0]?.["text/plain"]), /^"before\\n/);
  });

  await t.step("shows what was put out before the session ended", async () => {
    const { error, stdout } = await run('%%capture out\nconsole.log("last words"); Deno.exit(3);');
    assert.match(error ?? "", /^SessionExited/);
    assert.equal(stdout, "last words\n");
  });

  await t.step("hides nothing of later cells", async () => {
    assert.equal((await run('console.log("seen")')).stdout, "seen\n");
  });

  await t.step("refuses what is no name", async () => {
    const { error } = await run("%%capture a-b\n1");
    assert.match(error ?? "", /^CommandError: Cannot keep output in "a-b"/);
    assert.equal((await run('console.log("seen")')).stdout, "seen\n");
  });
});
