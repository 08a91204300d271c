import assert from "node:assert/strict";
import { createKernel } from "../../../kernel/create_kernel.ts";
import { createConnection } from "../../../kernel/wire/connection.ts";
import { createMemoryConnection } from "../../../kernel/wire/memory_transport.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import { bindZmqKernel } from "../../../kernel/wire/zmq_kernel_transport.ts";
import { testKernelProtocol } from "../../conformance/kernel_protocol.ts";
import { ProtocolRig, type ServedKernel } from "../../conformance/protocol/rig.ts";

const FOLDER = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");

const SERVERS: Readonly<Record<string, () => Promise<ServedKernel>>> = {
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
};

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
    assert.deepEqual(types, ["busy", "busy", "execute_input", "execute_result", "idle"]);
  });
}
