import { createKernel } from "../../../kernel/create_kernel.ts";
import { createConnection } from "../../../kernel/wire/connection.ts";
import { createMemoryConnection } from "../../../kernel/wire/memory_transport.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import { bindZmqKernel } from "../../../kernel/wire/zmq_kernel_transport.ts";
import { testKernelProtocol } from "../../conformance/kernel_protocol.ts";
import type { ServedKernel } from "../../conformance/protocol/rig.ts";

const FOLDER = await Deno.realPath(Deno.env.get("TMPDIR") ?? "/tmp");

testKernelProtocol("memory", () => {
  const { kernel: transport, connect } = createMemoryConnection();
  const kernel = createKernel({ transport, folder: FOLDER });
  const close = async (): Promise<void> => await kernel[Symbol.asyncDispose]();
  return Promise.resolve({ connect, ended: kernel.ended, close } satisfies ServedKernel);
});

testKernelProtocol("sockets", async () => {
  const transport = await bindZmqKernel(createConnection({ key: "key" }));
  const { connection } = transport;
  const kernel = createKernel({ transport, folder: FOLDER, ports: { ...connection.ports } });
  return {
    connect: (settings) => connectZmqClient(connection, settings),
    ended: kernel.ended,
    close: async () => await kernel[Symbol.asyncDispose](),
  };
});
