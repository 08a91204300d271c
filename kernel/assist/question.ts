/**
 * What every question to the server has in common.
 *
 * @module
 */

import type { Program } from "./program.ts";
import type { ServerProcess } from "./server_process.ts";

/** A server that has the text at hand open, and who may withdraw the question. */
export interface Question {
  readonly server: ServerProcess;
  /** URI of the document that holds the text. */
  readonly uri: string;
  /** The text, without command lines. */
  readonly text: string;
  /** The cells that had run when the question was put. */
  readonly program: Program;
  readonly signal: AbortSignal | undefined;
}
