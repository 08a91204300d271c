/** Interrupt and shutdown. */
import assert from "node:assert/strict";
import type { Check, ProtocolRig } from "./rig.ts";
import { only, order } from "../../support/peer.ts";

export async function testControl(rig: ProtocolRig, check: Check): Promise<void> {
  const { peer } = rig;

  await check(
    "an interrupt is answered at once, then the cell, and the queue is aborted",
    async () => {
      await peer.execute("let survivor = 7");
      const cell = peer.start("console.log('endless'); for (;;);");
      const waiting = peer.start("1");
      await peer.hear(({ content }) => content.text === "endless\n");
      const { reply, published } = await peer.ask("control", "interrupt_request");
      assert.deepEqual(reply.content, { status: "ok" });
      assert.match(order(published), /^busy idle/);
      const ended = await cell.answered;
      assert.equal(
        order(ended.published).replace(/( busy)+ error/, " error"),
        "busy execute_input stdout error idle",
      );
      assert.equal(ended.reply.content.ename, "Interrupted");
      assert.equal((await waiting.answered).reply.content.status, "aborted");
      const { published: after } = await peer.execute("survivor");
      assert.match(JSON.stringify(only(after, "execute_result").content.data), /7/);
    },
  );

  await check("an interrupt while nothing runs does nothing", async () => {
    const { reply } = await peer.ask("control", "interrupt_request");
    assert.deepEqual(reply.content, { status: "ok" });
    assert.equal((await peer.execute("1")).reply.content.status, "ok");
  });

  await check("an interrupt stops user expressions too, and their displays", async () => {
    const loop = "() => { for (;;); }";
    for (const never of [`(${loop})()`, `({ [Symbol.for("Jupyter.display")]: ${loop} })`]) {
      const cell = peer.start("console.log('endless');", { user_expressions: { never } });
      await peer.hear(({ content }) => content.text === "endless\n");
      let done = false;
      cell.answered.then(() => done = true);
      // The expression begins some time after the text; an interrupt before it does nothing.
      while (!done) await peer.ask("control", "interrupt_request");
      assert.equal((await peer.execute("1")).reply.content.status, "ok");
    }
  });

  await check("a shutdown is answered, echoed to everybody, and ends the kernel", async () => {
    const other = await rig.connected("other");
    const { request, reply } = await peer.ask("control", "shutdown_request", { restart: true });
    assert.equal(reply.header.msg_type, "shutdown_reply");
    assert.deepEqual(reply.content, { status: "ok", restart: true });
    const echo = await other.hear(({ header }) => header.msg_type === "shutdown_reply");
    assert.deepEqual(echo.content, { status: "ok", restart: true });
    assert.equal(echo.parent_header.msg_id, request.header.msg_id);
    assert.equal(await rig.kernel.ended, true);
  });
}
