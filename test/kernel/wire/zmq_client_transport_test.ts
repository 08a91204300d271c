import { createConnection } from "../../../kernel/wire/connection.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import { bindZmqKernel } from "../../../kernel/wire/zmq_kernel_transport.ts";
import { testTransport } from "../../conformance/transport.ts";

testTransport("libzmq over tcp", async (log) => {
  const kernel = await bindZmqKernel(createConnection(), { log });
  return { kernel, connect: (settings) => connectZmqClient(kernel.connection, settings) };
});

testTransport("libzmq over ipc", async (log) => {
  const folder = await Deno.makeTempDir();
  const kernel = await bindZmqKernel(createConnection({ ipcPrefix: `${folder}/kernel` }), { log });
  return {
    kernel,
    connect: (settings) => connectZmqClient(kernel.connection, settings),
    clean: () => Deno.remove(folder, { recursive: true }),
  };
});

testTransport("libzmq looking every millisecond", async (log) => {
  const wait = "timer";
  const kernel = await bindZmqKernel(createConnection({ key: "" }), { log, wait });
  return {
    kernel,
    connect: (settings) => connectZmqClient(kernel.connection, { ...settings, wait }),
  };
});
