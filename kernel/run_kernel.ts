/**
 * A kernel process: what Jupyter starts. It listens before it has read its own code.
 *
 * @module
 */

import { readConnectionFile, writePorts } from "./wire/connection.ts";
import { problemText } from "./wire/problem.ts";
import { bindZmqKernel, type ZmqKernelTransport } from "./wire/zmq_kernel_transport.ts";

/** Deno follows a literal import before it runs anything, which takes 60 ms for all of the kernel. */
const SERVE: string = "./serve.ts";

/**
 * Serves one connection until a client or the system asks for the end, or the parent process has
 * gone.
 *
 * @param options the connection file that Jupyter wrote
 * @throws ConnectionFileError if the file cannot be used, or does not take the ports that the kernel
 *   was to choose; BindError if a port is taken
 */
export async function runKernel(options: { readonly connectionFile: string }): Promise<void> {
  const connection = await readConnectionFile(options.connectionFile);
  const transport = await bindZmqKernel(connection, {
    log: (problem, count) => complain(problemText(problem, count)),
  });
  if (Object.values(connection.ports).includes(0)) {
    await publishPorts(options.connectionFile, transport);
  }
  // Clients connect meanwhile; one that finds no port tries again only 100 to 200 ms later.
  const { serve }: typeof import("./serve.ts") = await import(SERVE);
  await serve(transport, complain);
}

/** Nobody would find a kernel whose ports stand nowhere, so it ends if they cannot be written. */
async function publishPorts(file: string, transport: ZmqKernelTransport): Promise<void> {
  try {
    await writePorts(file, transport.connection.ports);
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** Jupyter shows a kernel's standard error in its server's log. */
function complain(text: string): void {
  console.error(`modulab: ${text}`);
}
