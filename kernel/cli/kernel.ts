/**
 * `modulab kernel`: the process that Jupyter starts.
 *
 * @module
 */

import { runKernel } from "../run_kernel.ts";
import { BindError } from "../wire/zmq_kernel_transport.ts";
import { ConnectionFileError } from "../wire/connection.ts";
import { LibraryError } from "../wire/library.ts";
import { type Command, MISUSED, parseOptions, UsageError } from "./command.ts";

const HELP = `modulab kernel: be a Jupyter kernel

Usage: modulab kernel --connection-file FILE

Jupyter calls this, see 'modulab install'. It ends when Jupyter tells it to.`;

/** The command `kernel`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions(args, { options: { "connection-file": { type: "string" } } });
  const connectionFile = values["connection-file"];
  if (connectionFile === undefined) throw new UsageError("--connection-file FILE is missing");
  try {
    await runKernel({ connectionFile });
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    console.error(error.message);
    return MISUSED;
  }
}

/** What is wrong with the surroundings, and not with the kernel. */
function isExpected(error: unknown): error is Error {
  return error instanceof ConnectionFileError || error instanceof BindError ||
    error instanceof LibraryError;
}
