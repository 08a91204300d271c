/**
 * All of a kernel process but its ports.
 *
 * @module
 */

import { createKernel } from "./create_kernel.ts";
import { languageServer } from "./language_server.ts";
import { historyFile } from "./record/history_file.ts";
import { type Connection, SOCKET_NAMES } from "./wire/connection.ts";
import type { ZmqKernelTransport } from "./wire/zmq_kernel_transport.ts";

/** How often the kernel looks whether whoever started it is still there. */
const PARENT_CHECK_MS = 2000;

/**
 * Serves what arrives until a client asks for the end, or the parent process has gone.
 *
 * The session's permissions are those of `MODULAB_PERMISSIONS` (flags of `deno run`, separated by
 * blanks), by default all.
 *
 * @param transport the bound ports, which are closed at the end
 * @param log hears of what went wrong inside
 */
export async function serve(
  transport: ZmqKernelTransport,
  log: (text: string) => void,
): Promise<void> {
  Deno.addSignalListener("SIGINT", () => {}); // Ctrl-C reaches the whole terminal, and is not for us
  const folder = Deno.cwd();
  const permissions = Deno.env.get("MODULAB_PERMISSIONS")?.split(/\s+/).filter((flag) =>
    flag !== ""
  );
  await using kernel = createKernel({
    transport,
    folder,
    permissions,
    historyFile: historyFile((name) => Deno.env.get(name)),
    startAssist: languageServer(folder),
    ports: portNumbers(transport.connection),
    log,
  });
  using watch = watchParent();
  await Promise.race([kernel.ended, watch.orphaned]);
}

function portNumbers({ ports }: Connection): Record<string, number> {
  return Object.fromEntries(SOCKET_NAMES.map((name) => [`${name}_port`, ports[name]]));
}

/** A kernel whose server was killed would wait for ever. */
function watchParent(): Disposable & { readonly orphaned: Promise<void> } {
  const gone = Promise.withResolvers<void>();
  const parent = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid !== parent) gone.resolve();
  }, PARENT_CHECK_MS);
  return { orphaned: gone.promise, [Symbol.dispose]: () => clearInterval(timer) };
}
