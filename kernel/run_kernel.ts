/**
 * A kernel process: what Jupyter starts.
 *
 * @module
 */

import type { Assist } from "./assist/assist.ts";
import { historyFile } from "./record/history_file.ts";
import { type Connection, readConnectionFile, SOCKET_NAMES } from "./wire/connection.ts";
import { problemText } from "./wire/problem.ts";
import { bindZmqKernel } from "./wire/zmq_kernel_transport.ts";

/** How often the kernel looks whether whoever started it is still there. */
const PARENT_CHECK_MS = 2000;

/**
 * The first cells have the processor for themselves: the language server takes two seconds of it to
 * start. Who asks for a completion before starts it.
 */
const ASSIST_START_MS = 1500;

/**
 * Serves one connection until a client asks for the end, or the parent process has gone.
 *
 * The session's permissions are those of `MODULAB_PERMISSIONS` (flags of `deno run`, separated by
 * blanks), by default all.
 *
 * @param options the connection file that Jupyter wrote
 * @throws ConnectionFileError if the file cannot be used, BindError if a port is taken
 */
export async function runKernel(options: { readonly connectionFile: string }): Promise<void> {
  const connection = await readConnectionFile(options.connectionFile);
  const transport = await bindZmqKernel(connection, {
    log: (problem, count) => complain(problemText(problem, count)),
  });
  // Clients connect while the rest of the kernel loads; a port that is not there yet is tried again
  // only after 100 to 200 ms.
  const { createKernel } = await import("./create_kernel.ts");
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
    startAssist: await loadAssist(folder),
    ports: portNumbers(transport.connection),
    log: complain,
  });
  using watch = watchParent();
  await Promise.race([kernel.ended, watch.orphaned]);
}

/**
 * Loads the language server's client.
 *
 * @param folder the notebook's folder
 * @returns what starts it
 */
export async function loadAssist(folder: string): Promise<() => Assist> {
  const { startLanguageServer } = await import("./assist/start_language_server.ts");
  const { eraseCommands } = await import("./compile/commands.ts");
  const startAfter = ASSIST_START_MS;
  return () => startLanguageServer({ folder, blankCommands: eraseCommands, startAfter });
}

function portNumbers({ ports }: Connection): Record<string, number> {
  return Object.fromEntries(SOCKET_NAMES.map((name) => [`${name}_port`, ports[name]]));
}

/** Jupyter shows a kernel's standard error in its server's log. */
function complain(text: string): void {
  console.error(`modulab: ${text}`);
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
