/**
 * The documents that one language server has open, brought into line with those we want.
 *
 * @module
 */

import type { ServerProcess } from "./server_process.ts";

interface OpenDocument {
  readonly text: string;
  readonly version: number;
}

/** Opens, changes and closes documents with as few messages as possible. */
export class OpenDocuments {
  readonly #server: ServerProcess;
  readonly #open: Map<string, OpenDocument> = new Map();

  /** @param server a server that knows none of our documents yet */
  constructor(server: ServerProcess) {
    this.#server = server;
  }

  /**
   * Makes the server see exactly these documents.
   *
   * @param wanted text by URI
   */
  show(wanted: ReadonlyMap<string, string>): void {
    for (const [uri, text] of wanted) this.#set(uri, text);
    for (const uri of this.#open.keys()) {
      if (wanted.has(uri)) continue;
      this.#open.delete(uri);
      this.#server.notify("textDocument/didClose", { textDocument: { uri } });
    }
  }

  #set(uri: string, text: string): void {
    const before = this.#open.get(uri);
    if (before?.text === text) return;
    const version = (before?.version ?? 0) + 1;
    this.#open.set(uri, { text, version });
    if (before) {
      this.#server.notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    } else {
      const languageId = uri.endsWith("x") ? "typescriptreact" : "typescript";
      this.#server.notify("textDocument/didOpen", {
        textDocument: { uri, languageId, version, text },
      });
    }
  }
}
