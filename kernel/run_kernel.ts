/**
 * A kernel process: what Jupyter starts. It listens before it has read its own code.
 *
 * @module
 */

import { readConnectionFile } from "./wire/connection.ts";
import { problemText } from "./wire/problem.ts";
import { bindZmqKernel } from "./wire/zmq_kernel_transport.ts";

/** Deno follows a literal import before it runs anything, which takes 60 ms for all of the kernel. */
const SERVE: string = "./serve.ts";

/**
 * Serves one connection until a client or the system asks for the end, or the parent process has
 * gone.
 *
 * @param options the connection file that Jupyter wrote
 * @throws ConnectionFileError if the file cannot be used, BindError if a port is taken
 */
export async function runKernel(options: { readonly connectionFile: string }): Promise<void> {
  const connection = await readConnectionFile(options.connectionFile);
  const transport = await bindZmqKernel(connection, {
    log: (problem, count) => complain(problemText(problem, count)),
  });
  // Clients connect meanwhile; one that finds no port tries again only 100 to 200 ms later.
  const { serve }: typeof import("./serve.ts") = await import(SERVE);
  await serve(transport, complain);
}

/** Jupyter shows a kernel's standard error in its server's log. */
function complain(text: string): void {
  console.error(`modulab: ${text}`);
}
