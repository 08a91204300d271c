import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createKernel } from "../../../kernel/create_kernel.ts";
import { createConnection } from "../../../kernel/wire/connection.ts";
import { createMemoryConnection } from "../../../kernel/wire/memory_transport.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import { bindZmqKernel } from "../../../kernel/wire/zmq_kernel_transport.ts";
import { testKernelProtocol } from "../../conformance/kernel_protocol.ts";
import { only, Peer } from "../../support/peer.ts";
import { ProtocolRig, type ServedKernel } from "../../conformance/protocol/rig.ts";

const FOLDER = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");

const SERVERS = {
  memory: () => {
    const { kernel: transport, connect } = createMemoryConnection();
    const kernel = createKernel({ transport, folder: FOLDER });
    const close = async (): Promise<void> => await kernel[Symbol.asyncDispose]();
    return Promise.resolve({ connect, ended: kernel.ended, close });
  },
  sockets: async () => {
    const transport = await bindZmqKernel(createConnection({ key: "key" }));
    const { connection } = transport;
    const kernel = createKernel({ transport, folder: FOLDER, ports: { ...connection.ports } });
    return {
      connect: (settings) => connectZmqClient(connection, settings),
      ended: kernel.ended,
      close: async () => await kernel[Symbol.asyncDispose](),
    };
  },
} satisfies Record<string, () => Promise<ServedKernel>>;

for (const [name, serve] of Object.entries(SERVERS)) {
  testKernelProtocol(name, serve);

  Deno.test(`Kernel over ${name} runs no cell before somebody hears what it puts out`, async () => {
    await using rig = new ProtocolRig(await serve(), { topics: [] });
    const content = { code: "6 * 7" };
    const request = rig.peer.send("shell", { msg_type: "execute_request", content });
    rig.peer.send("shell", { msg_type: "kernel_info_request", content: {} });
    await rig.peer.hear(({ header }) => header.msg_type === "kernel_info_reply");
    const late = rig.connect("late");
    const published = await late.idle(request);
    const types = published.map(({ header, content }) =>
      content.execution_state ?? header.msg_type
    );
    // Greeted with the state of the cell that waits, so that nobody takes the kernel for idle.
    assert.deepEqual(types, ["busy", "execute_input", "execute_result", "idle"]);
  });

  Deno.test(`Kernel over ${name} interrupts a cell that waits for somebody who hears it`, async () => {
    await using rig = new ProtocolRig(await serve(), { topics: [] });
    const request = rig.peer.send("shell", {
      msg_type: "execute_request",
      content: { code: "while (true) {}" },
    });
    // Shell first: control overtakes what comes together with it.
    rig.peer.send("shell", { msg_type: "kernel_info_request", content: {} });
    await rig.peer.hear(({ header }) => header.msg_type === "kernel_info_reply");
    rig.peer.send("control", { msg_type: "interrupt_request", content: {} });
    await rig.peer.hear(({ header }) => header.msg_type === "interrupt_reply");
    const published = await rig.connect("late").idle(request);
    assert.equal(only(published, "error").content.ename, "Interrupted");
  });

  Deno.test(`Kernel over ${name} tells what becomes of its cells before it ends`, async () => {
    const kernel = await serve();
    const rig = await ProtocolRig.open(() => Promise.resolve(kernel));
    const running = rig.peer.start("console.log('endless'); for (;;);");
    const waiting = rig.peer.start("1");
    await rig.peer.hear(({ content }) => content.text === "endless\n");
    rig.peer.send("control", { msg_type: "shutdown_request", content: { restart: true } });
    assert.equal(await kernel.ended, true);
    const closed = kernel.close();
    const { reply, published } = await running.answered;
    assert.equal(reply.content.ename, "SessionStopped");
    assert.equal(published.at(-1)?.content.execution_state, "idle");
    assert.equal((await waiting.answered).reply.content.status, "aborted");
    await Promise.all([closed, rig.peer.transport.close()]);
  });

  Deno.test(`Kernel over ${name} ends while a cell waits for somebody who hears it`, async () => {
    const kernel = await serve();
    const rig = new ProtocolRig(kernel, { topics: [] });
    rig.peer.send("shell", { msg_type: "execute_request", content: { code: "1" } });
    rig.peer.send("shell", { msg_type: "shutdown_request", content: { restart: false } });
    assert.equal(await kernel.ended, false);
    await rig[Symbol.asyncDispose]();
  });
}

Deno.test("Kernel tells a cell that the client which it asks has gone", async () => {
  await using rig = new ProtocolRig(await SERVERS.memory());
  const leaving = await rig.connected("leaving");
  const code =
    "const gone = new Promise((go) => comms.registerTarget('left', go)); console.log('waiting');" +
    "await gone; prompt('still there?')";
  const request = leaving.send("shell", {
    msg_type: "execute_request",
    content: { code, allow_stdin: true },
  });
  await rig.peer.hear(({ content }) => content.text === "waiting\n");
  await leaving.transport.close();
  const content = { comm_id: "l", target_name: "left", data: {} };
  rig.peer.send("shell", { msg_type: "comm_open", content });
  const published = await rig.peer.idle(request);
  assert.match(String(only(published, "error").content.evalue), /cannot be reached/);
});

Deno.test("createKernel() ends well although its history cannot be written any more", async () => {
  const historyFile = await Deno.makeTempFile();
  const logged: string[] = [];
  const { kernel: transport, connect } = createMemoryConnection();
  const log = (text: string): void => void logged.push(text);
  const kernel = createKernel({ transport, folder: FOLDER, historyFile, log });
  const close = async (): Promise<void> => await kernel[Symbol.asyncDispose]();
  const rig = await ProtocolRig.open(() =>
    Promise.resolve({ connect, ended: kernel.ended, close })
  );
  const database = new DatabaseSync(historyFile);
  database.exec("DROP TABLE history");
  database.close();
  await rig.peer.execute("1");
  await rig[Symbol.asyncDispose]();
  assert.match(logged.join(), /Cannot write the history: .*not kept/);
  await Deno.remove(historyFile);
});

/** A kernel over memory, with a client that was there before it. */
async function early(
  init: { readonly historyFile?: string } = {},
): Promise<{ readonly rig: ProtocolRig; readonly peer: Peer }> {
  const { kernel: transport, connect } = createMemoryConnection();
  const peer = new Peer(connect(), "early");
  const kernel = createKernel({ transport, folder: FOLDER, ...init });
  const close = async (): Promise<void> => await kernel[Symbol.asyncDispose]();
  const served = { connect, ended: kernel.ended, close };
  return { rig: await ProtocolRig.open(() => Promise.resolve(served)), peer };
}

Deno.test("createKernel() says first of all, and once, that it starts", async () => {
  const { rig, peer } = await early();
  await using _rig = rig;
  await rig.peer.execute("1");
  const states = peer.heard.flatMap(({ message }) => message.content.execution_state ?? []);
  assert.equal(states[0], "starting");
  assert.equal(states.filter((state) => state === "starting").length, 1);
});

Deno.test("createKernel() starts a session before anybody needs one", async () => {
  const { rig } = await early();
  await using _rig = rig;
  const deadline = performance.now() + 10_000;
  let pid: unknown = Deno.pid;
  while (pid === Deno.pid && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    pid = (await rig.peer.ask("control", "usage_request")).reply.content.pid;
  }
  const { published } = await rig.peer.execute("Deno.pid");
  assert.match(JSON.stringify(only(published, "execute_result").content), new RegExp(`"${pid}"`));
});

Deno.test("createKernel() remembers what was run in the kernel before", async () => {
  const historyFile = await Deno.makeTempFile();
  for (const known of [[], [[1, 1, "'kept on disk'"]]]) {
    const { rig } = await early({ historyFile });
    await using _rig = rig;
    const { reply } = await rig.peer.ask("shell", "history_request", {
      hist_access_type: "tail",
      n: 9,
    });
    assert.deepEqual(reply.content.history, known);
    await rig.peer.execute("'kept on disk'");
  }
  await Deno.remove(historyFile);
});
