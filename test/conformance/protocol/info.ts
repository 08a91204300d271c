/** What a kernel says of itself, and how it greets. */
import assert from "node:assert/strict";
import type { Check, ProtocolRig } from "./rig.ts";
import { order } from "../../support/peer.ts";

export async function testInfo(rig: ProtocolRig, check: Check): Promise<void> {
  const { peer } = rig;

  await check(
    "kernel_info is answered on shell and on control, between busy and idle",
    async () => {
      for (const channel of ["shell", "control"] as const) {
        const { reply, published } = await peer.ask(channel, "kernel_info_request");
        assert.equal(order(published), "busy idle");
        assert.equal(reply.header.msg_type, "kernel_info_reply");
        assert.partialDeepStrictEqual(reply.content, {
          status: "ok",
          protocol_version: "5.5",
          implementation: "modulab",
          language_info: {
            name: "typescript",
            mimetype: "text/x-typescript",
            file_extension: ".ts",
            pygments_lexer: "typescript",
            codemirror_mode: "typescript",
            nbconvert_exporter: "script",
          },
        });
        assert.equal(typeof reply.content.banner, "string");
        assert.deepEqual(reply.content.supported_features, []);
      }
    },
  );

  await check("headers are the kernel's own, and name the request as parent", async () => {
    const { request, reply, published } = await peer.ask("shell", "kernel_info_request");
    const all = [reply, ...published];
    for (const { header, parent_header, metadata } of all) {
      assert.deepEqual(parent_header, request.header);
      assert.equal(header.version, "5.5");
      assert.equal(header.session, reply.header.session);
      assert.notEqual(header.session, request.header.session);
      assert.match(header.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$/);
      assert.notEqual(header.username, "");
      assert.deepEqual(metadata, {});
    }
    assert.equal(new Set(all.map(({ header }) => header.msg_id)).size, all.length);
  });

  await check("a client that comes late is greeted, and told that the kernel is idle", async () => {
    const late = rig.connect("late");
    const welcome = await late.hear(() => true);
    assert.equal(welcome.header.msg_type, "iopub_welcome");
    assert.deepEqual(welcome.content, { subscription: "" });
    assert.deepEqual(welcome.parent_header, {});
    const status = await late.hear(() => true);
    assert.deepEqual(status.content, { execution_state: "idle" });
    await late.transport.close();
  });

  await check("a client that comes while a cell runs is told that the kernel is busy", async () => {
    const cell = peer.start("await new Promise(() => {})");
    await peer.hear(({ header }) => header.msg_type === "execute_input");
    const late = rig.connect("late");
    await late.hear(({ header }) => header.msg_type === "iopub_welcome");
    const status = await late.hear(({ header }) => header.msg_type === "status");
    assert.deepEqual(status.content, { execution_state: "busy" });
    await peer.ask("control", "interrupt_request");
    await cell.answered;
    await late.transport.close();
  });

  await check("a narrow subscription is greeted under its own name", async () => {
    const narrow = rig.connect("narrow", { topics: ["kernel."] });
    await peer.ask("shell", "kernel_info_request");
    await narrow.hear(({ header }) => header.msg_type === "status");
    await narrow.transport.close();
  });

  await check("connect_request tells ports or nothing", async () => {
    const { reply, published } = await peer.ask("shell", "connect_request");
    assert.equal(reply.header.msg_type, "connect_reply");
    assert.equal(reply.content.status, "ok");
    assert.equal(order(published), "busy idle");
  });

  await check("usage_request tells memory and processors", async () => {
    await peer.execute("1");
    const { reply, published } = await peer.ask("control", "usage_request");
    assert.equal(order(published), "busy idle");
    assert.equal(reply.header.msg_type, "usage_reply");
    assert.ok(Number(reply.content.kernel_memory) > 1e6);
    assert.ok(Number(reply.content.cpu_count) > 0);
    assert.ok(Number((reply.content.host_virtual_memory as { total: number }).total) > 1e6);
  });
}
