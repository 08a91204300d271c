/**
 * A kernel inside this process, with a client already connected: what `run` and `repl` use.
 *
 * @module
 */

import { createKernel } from "./create_kernel.ts";
import { languageServer } from "./language_server.ts";
import type { LateChecks } from "./requests/late_checks.ts";
import { connectClient, type KernelClient } from "./wire/client.ts";
import { createMemoryConnection } from "./wire/memory_transport.ts";

/** What may differ between kernels. */
export interface KernelOptions {
  /** The notebook's folder: relative imports and files are looked up here. Absolute path. */
  readonly folder: string;
  /** SQLite file of the history; absent keeps it in memory. */
  readonly historyFile?: string | undefined;
  /** Whether to start the language server; default true. */
  readonly languageServer?: boolean;
  /** Takes the type checks of cells, none of which then waits; the server starts with the first. */
  readonly lateChecks?: LateChecks;
}

/** A kernel in this process and its client. */
export interface EmbeddedKernel extends AsyncDisposable {
  readonly client: KernelClient;
  close(): Promise<void>;
}

/**
 * Starts a kernel in this process.
 *
 * @param options folder, history, language server
 * @returns the kernel's client; closing it ends the session too
 */
export async function openKernel(options: KernelOptions): Promise<EmbeddedKernel> {
  const { kernel: transport, connect } = createMemoryConnection();
  const { folder, historyFile, lateChecks } = options;
  const startAssist = options.languageServer === false
    ? undefined
    : languageServer(folder, { onlyAsked: lateChecks !== undefined });
  const kernel = createKernel({ transport, folder, historyFile, startAssist, lateChecks });
  const client = connectClient(connect());
  await client.ready();
  async function close(): Promise<void> {
    await client.close();
    await kernel[Symbol.asyncDispose]();
  }
  return { client, close, [Symbol.asyncDispose]: close };
}
