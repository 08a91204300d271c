/** Comms, opened by either side. */
import assert from "node:assert/strict";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";
import type { Check, ProtocolRig } from "./rig.ts";
import { only, order, streamText } from "../../support/peer.ts";

export async function testComms({ peer }: ProtocolRig, check: Check): Promise<void> {
  /** Sends a message of a comm and waits for its idle. */
  async function send(
    msg_type: string,
    content: JsonObject,
    buffers: readonly Uint8Array[] = [],
  ): Promise<readonly Message[]> {
    return await peer.idle(peer.send("shell", { msg_type, content, buffers }));
  }

  async function openComms(target_name?: string): Promise<unknown> {
    const content = target_name === undefined ? {} : { target_name };
    return (await peer.ask("shell", "comm_info_request", content)).reply.content.comms;
  }

  await check("a comm of the frontend reaches its target, both ways with buffers", async () => {
    await peer.execute(
      "comms.registerTarget('echo', (comm, { data }) => {\n" +
        "  comm.send({ opened: data });\n" +
        "  comm.onMessage(({ data, buffers }) => comm.send({ echo: data }, { buffers, metadata: { m: 1 } }));\n" +
        "  comm.onClose(() => console.log('closed'));\n" +
        "});",
    );
    const opened = await send("comm_open", { comm_id: "e1", target_name: "echo", data: { a: 1 } });
    assert.equal(order(opened), "busy comm_msg idle");
    assert.deepEqual(only(opened, "comm_msg").content, {
      comm_id: "e1",
      data: { opened: { a: 1 } },
    });
    const buffers = [Uint8Array.of(1, 2, 3), new Uint8Array(100_000).fill(7)];
    const echoed = only(
      await send("comm_msg", { comm_id: "e1", data: { b: 2 } }, buffers),
      "comm_msg",
    );
    assert.deepEqual(echoed.content, { comm_id: "e1", data: { echo: { b: 2 } } });
    assert.deepEqual(echoed.metadata, { m: 1 });
    assert.deepEqual(echoed.buffers.map((buffer) => new Uint8Array(buffer)), buffers);
    assert.deepEqual(await openComms("echo"), { e1: { target_name: "echo" } });
    assert.deepEqual(await openComms("other"), {});
    const closed = await send("comm_close", { comm_id: "e1", data: {} });
    assert.equal(streamText(closed, "stdout"), "closed\n");
    assert.deepEqual(await openComms(), {});
    assert.equal(order(await send("comm_close", { comm_id: "e1", data: {} })), "busy idle");
  });

  await check("an interrupt ends a comm's handler that loops while no cell runs", async () => {
    await peer.execute(
      "let kept = 'kept'; comms.registerTarget('loop', () => { console.log('looping'); for (;;); })",
    );
    const content = { comm_id: "l1", target_name: "loop", data: {} };
    const request = peer.send("shell", { msg_type: "comm_open", content });
    await peer.hear(({ content }) => content.text === "looping\n");
    await peer.ask("control", "interrupt_request");
    assert.match(order(await peer.idle(request)), / idle$/);
    assert.deepEqual(only((await peer.execute("kept")).published, "execute_result").content.data, {
      "text/plain": '"kept"',
    });
    await send("comm_close", { comm_id: "l1", data: {} });
  });

  await check("a comm to an unknown target is closed on iopub", async () => {
    const published = await send("comm_open", { comm_id: "u1", target_name: "nobody", data: {} });
    assert.equal(order(published), "busy comm_close idle");
    assert.equal(only(published, "comm_close").content.comm_id, "u1");
    assert.deepEqual(await openComms(), {});
  });

  await check("a comm of a cell is opened, used and closed as output of that cell", async () => {
    const { published } = await peer.execute(
      "const mine = comms.open('jupyter.widget', { id: 'k1', data: { state: {} }, metadata: { version: '2.1.0' }, buffers: [Uint8Array.of(9)] });\n" +
        "mine.send({ n: 1 });",
    );
    assert.equal(order(published), "busy execute_input comm_open comm_msg idle");
    const open = only(published, "comm_open");
    assert.deepEqual(open.content, {
      comm_id: "k1",
      target_name: "jupyter.widget",
      data: { state: {} },
    });
    assert.deepEqual(open.metadata, { version: "2.1.0" });
    assert.deepEqual(open.buffers.map((buffer) => [...buffer]), [[9]]);
    assert.deepEqual(await openComms(), { k1: { target_name: "jupyter.widget" } });
    const closing = await peer.execute("mine.close(); mine.close(); mine.send({ late: true });");
    assert.equal(order(closing.published), "busy execute_input comm_close idle");
    assert.deepEqual(await openComms(), {});
  });

  await check(
    "a comm sends binary values of any kind, and data that JSON cannot hold",
    async () => {
      const { reply, published } = await peer.execute(
        "const odd = comms.open('odd'); const data: Record<string, unknown> = { n: 10n, x: NaN };\n" +
          "data.self = data;\n" +
          "odd.send(data, { buffers: [Float32Array.of(1), new Uint8Array([9, 8]).buffer, new DataView(new ArrayBuffer(8), 2, 4)] });\n" +
          "odd.close();",
      );
      assert.equal(reply.content.status, "ok");
      const sent = only(published, "comm_msg");
      assert.deepEqual(sent.content.data, { n: 10, x: null, self: "[Circular]" });
      const buffers = sent.buffers.map((buffer) => [...buffer]);
      assert.deepEqual(buffers, [[0, 0, 128, 63], [9, 8], [0, 0, 0, 0]]);
    },
  );

  await check("a handler's text and errors belong to the message that it handles", async () => {
    await peer.execute(
      "comms.registerTarget('bad', (comm) => { console.log('in'); comm.onMessage(() => { throw new Error('handler') }) });",
    );
    const opened = await send("comm_open", { comm_id: "b1", target_name: "bad", data: {} });
    assert.equal(order(opened), "busy stdout idle");
    const failed = await send("comm_msg", { comm_id: "b1", data: {} });
    assert.equal(order(failed), "busy stderr idle");
    assert.match(streamText(failed, "stderr"), /handler/);
    await send("comm_close", { comm_id: "b1", data: {} });
  });

  await check("messages of comms are handled while a cell awaits", async () => {
    await peer.execute(
      "const door2 = Promise.withResolvers(); comms.registerTarget('door', () => door2.resolve('opened'));",
    );
    const cell = peer.start("await door2.promise");
    await peer.hear(({ parent_header, header }) =>
      header.msg_type === "execute_input" && parent_header.msg_id === cell.request.header.msg_id
    );
    const published = await send("comm_open", { comm_id: "d1", target_name: "door", data: {} });
    assert.match(order(published), /^busy idle/);
    assert.match(JSON.stringify((await cell.answered).published), /opened/);
    await send("comm_close", { comm_id: "d1", data: {} });
  });
}
