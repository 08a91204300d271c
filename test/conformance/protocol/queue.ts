/** Cells that wait: their order, and what an error does to them. */
import assert from "node:assert/strict";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";
import type { Check, ProtocolRig } from "./rig.ts";
import { type Answered, order } from "../../support/peer.ts";

export async function testQueue(rig: ProtocolRig, check: Check): Promise<void> {
  const { peer } = rig;

  /** Sends twenty cells at once, one of which fails. */
  async function runTwenty(
    bad: { readonly at: number; readonly code: string },
    content: JsonObject = {},
  ): Promise<readonly Answered[]> {
    const cells = Array.from(
      { length: 20 },
      (_, i) => peer.start(i === bad.at ? bad.code : `/* ${i} */ ${i}`, content),
    );
    return await Promise.all(cells.map(({ answered }) => answered));
  }

  for (const code of ["throw new Error('failed')", "let = ="]) {
    for (const at of [0, 2]) {
      await check(`an error in cell ${at + 1} of twenty aborts the rest: ${code}`, async () => {
        const cells = await runTwenty({ at, code });
        const statuses = cells.map(({ reply }) => reply.content.status);
        assert.deepEqual(statuses, [
          ...Array(at).fill("ok"),
          "error",
          ...Array(19 - at).fill("aborted"),
        ]);
        const count = cells[at]?.reply.content.execution_count;
        for (const { reply, published } of cells.slice(at + 1)) {
          assert.equal(order(published), "busy idle");
          assert.equal(reply.header.msg_type, "execute_reply");
          assert.equal(reply.content.execution_count, count);
        }
      });
    }
  }

  await check("an error aborts nothing if the cell asks so", async () => {
    const cells = await runTwenty({ at: 2, code: "throw new Error('failed')" }, {
      stop_on_error: false,
    });
    const statuses = cells.map(({ reply }) => reply.content.status);
    assert.deepEqual(statuses, ["ok", "ok", "error", ...Array(17).fill("ok")]);
  });

  await check("an error of a silent cell aborts nothing", async () => {
    const failing = peer.start("throw 1", { silent: true });
    const next = peer.start("1");
    assert.equal((await failing.answered).reply.content.status, "error");
    assert.equal((await next.answered).reply.content.status, "ok");
  });

  await check("a cell that is sent as soon as the error is seen runs", async () => {
    for (let i = 0; i < 20; i++) {
      const request = peer.send("shell", {
        msg_type: "execute_request",
        content: { code: "throw new Error('seen')" },
      });
      await peer.hear(({ parent_header }, channel) =>
        channel === "shell" && parent_header.msg_id === request.header.msg_id
      );
      const { reply } = await peer.execute("'runs'");
      assert.equal(reply.content.status, "ok");
    }
  });

  await check("requests that are no cells are not aborted", async () => {
    const failing = peer.start("await 0; throw new Error('x')");
    const waiting = peer.start("1");
    const info = peer.begin("shell", "kernel_info_request", {});
    assert.equal((await info.answered).reply.content.status, "ok");
    assert.equal((await failing.answered).reply.content.status, "error");
    assert.equal((await waiting.answered).reply.content.status, "aborted");
  });

  await check("what is answered at once is idle before the next cell begins", async () => {
    for (let i = 0; i < 20; i++) {
      const question = peer.begin("shell", "is_complete_request", { code: `${i}` });
      const cell = peer.start(`${i}`);
      await Promise.all([question.answered, cell.answered]);
      const published = peer.heard.filter(({ channel }) => channel === "iopub")
        .map(({ message }) => message);
      const placeOf = (request: Message, state: string): number =>
        published.findIndex(({ content, parent_header }) =>
          content.execution_state === state &&
          parent_header.msg_id === request.header.msg_id
        );
      assert.ok(placeOf(question.request, "idle") < placeOf(cell.request, "busy"), String(i));
    }
  });

  await check("cells of two clients take turns", async () => {
    const other = await rig.connected("other");
    const cells = Array.from({ length: 10 }, (_, i) => (i % 2 ? other : peer).start(`${i}`));
    const replies = await Promise.all(cells.map(({ answered }) => answered));
    const counts = replies.map(({ reply }) => Number(reply.content.execution_count));
    assert.equal(new Set(counts).size, 10);
    for (const [i, { published }] of replies.entries()) {
      assert.equal(order(published), "busy execute_input execute_result idle", String(i));
    }
    await other.transport.close();
  });
}
