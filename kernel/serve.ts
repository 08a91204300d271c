/**
 * All of a kernel process but its ports.
 *
 * @module
 */

import { createKernel } from "./create_kernel.ts";
import { languageServer } from "./language_server.ts";
import { historyFile } from "./record/history_file.ts";
import { watchParent } from "./watch_parent.ts";
import { watchTermination } from "./watch_termination.ts";
import { type Connection, SOCKET_NAMES } from "./wire/connection.ts";
import type { ZmqKernelTransport } from "./wire/zmq_kernel_transport.ts";

/**
 * Serves what arrives until a client or the system asks for the end, or the parent process has gone.
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
  // A kernel whose server was killed would wait for ever.
  using parent = watchParent({ startedBy: Deno.env.get("JPY_PARENT_PID") });
  using termination = watchTermination();
  await Promise.race([kernel.ended, parent.orphaned, termination.asked]);
}

function portNumbers({ ports }: Connection): Record<string, number> {
  return Object.fromEntries(SOCKET_NAMES.map((name) => [`${name}_port`, ports[name]]));
}
