/**
 * A kernel inside this process, with a client already connected: what `run` and `repl` use.
 *
 * @module
 */

import type { KernelClient } from "./wire/client.ts";

/** What may differ between kernels. */
export interface KernelOptions {
  /** The notebook's folder: relative imports and files are looked up here. Absolute path. */
  readonly folder: string;
  /** SQLite file of the history; absent keeps it in memory. */
  readonly historyFile?: string;
  /** Whether to start the language server; default true. */
  readonly languageServer?: boolean;
}

/** A kernel in this process and its client. */
export interface EmbeddedKernel extends AsyncDisposable {
  readonly client: KernelClient;
  close(): Promise<void>;
}
