/** Messages that are wrong: none of them may cost the kernel, or the next message. */
import assert from "node:assert/strict";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import type { Check, ProtocolRig } from "./rig.ts";
import { order, streamText } from "../../support/peer.ts";

const WRONG: readonly JsonObject[] = [
  {},
  { code: 42 },
  { code: null, cursor_pos: "three" },
  { code: ["a"], user_expressions: "text", silent: "yes" },
  { code: "1", user_expressions: [1], store_history: 0, stop_on_error: null, allow_stdin: "no" },
  { code: "1", user_expressions: { a: 1, b: null }, extra: { deep: [1] } },
  { hist_access_type: "nonsense", n: "ten", session: "x", pattern: 7, start: null },
  { hist_access_type: "range", session: {}, start: "a", stop: "b" },
  { hist_access_type: "search", pattern: "[", n: -1 },
  { comm_id: 7, target_name: null, data: "text" },
  { target_name: {} },
];

export async function testMischief(rig: ProtocolRig, check: Check): Promise<void> {
  const { peer } = rig;

  await check("every request is answered, whatever its content", async () => {
    const types = ["execute", "complete", "inspect", "is_complete", "history", "comm_info"];
    for (const content of WRONG) {
      for (const type of types) {
        const { reply, published } = await peer.ask("shell", `${type}_request`, content);
        assert.equal(reply.header.msg_type, `${type}_reply`);
        assert.equal(typeof reply.content.status, "string");
        assert.match(order(published), /^busy.* idle$/);
      }
    }
  });

  await check("comm messages and answers that mean nothing are passed over", async () => {
    for (const content of WRONG) {
      for (const msg_type of ["comm_open", "comm_msg", "comm_close"]) {
        const published = await peer.idle(peer.send("shell", { msg_type, content }));
        assert.match(order(published), /^busy.* idle$/);
      }
      peer.send("stdin", { msg_type: "input_reply", content });
    }
    assert.equal((await peer.execute("1")).reply.content.status, "ok");
    const { reply } = await peer.ask("shell", "comm_info_request");
    assert.deepEqual(reply.content.comms, {});
  });

  await check("a message of an unknown type gets no reply, but busy and idle", async () => {
    for (
      const [channel, msg_type] of [
        ["shell", "nonsense_request"],
        ["control", "debug_request"],
        ["shell", "__proto__"],
        ["shell", "constructor"],
      ] as const
    ) {
      const request = peer.send(channel, { msg_type, content: {} });
      assert.equal(order(await peer.idle(request)), "busy idle", msg_type);
      const replies = peer.heard.filter(({ channel, message }) =>
        channel !== "iopub" && message.parent_header.msg_id === request.header.msg_id
      );
      assert.deepEqual(replies, []);
    }
  });

  await check("unknown keys of headers come back with the reply", async () => {
    const { transport } = peer;
    const request = peer.send("shell", { msg_type: "kernel_info_request", content: {} });
    const odd = { ...request, header: { ...request.header, msg_id: "odd", subshell_id: "x" } };
    transport.send("shell", odd);
    const reply = await peer.hear(({ parent_header }, channel) =>
      channel === "shell" && parent_header.msg_id === "odd"
    );
    assert.equal(reply.parent_header.subshell_id, "x");
    await peer.idle(odd);
  });

  await check("a cell of ten megabytes runs", async () => {
    const { reply } = await peer.execute(`'${"x".repeat(10_000_000)}'.length`);
    assert.equal(reply.content.status, "ok");
  });

  await check(
    "a cell that ends its session gets an error, the next one a fresh session",
    async () => {
      await peer.execute("const treasure = 1; display('x', { id: 'kept' }); comms.open('t');");
      const ended = await peer.execute("console.log('last'); Deno.exit(3)");
      assert.equal(ended.reply.content.ename, "SessionExited");
      assert.equal(order(ended.published), "busy execute_input stdout error idle");
      const next = await peer.execute("typeof treasure");
      assert.equal(order(next.published), "busy execute_input stderr execute_result idle");
      assert.equal(
        streamText(next.published, "stderr"),
        "Note: this is a fresh session, earlier variables are gone. Deno.exit(3) ended the session.\n",
      );
      assert.match(JSON.stringify(next.published), /undefined/);
      const after = await peer.execute("display('y', { id: 'kept', update: true });");
      assert.equal(order(after.published), "busy execute_input update_display_data idle");
      const { reply } = await peer.ask("shell", "comm_info_request");
      assert.deepEqual(reply.content.comms, {});
    },
  );

  await check("a session that is killed between cells is replaced", async () => {
    await peer.execute("setTimeout(() => Deno.kill(Deno.pid, 'SIGKILL'), 1); 0");
    let lost = "";
    while (lost === "") {
      lost = streamText((await peer.execute("1")).published, "stderr");
    }
    assert.match(lost, /fresh session/);
  });
}
