/**
 * All documents of a notebook that the server must have open: cells, scope, prelude, and the text at
 * hand as the next cell.
 *
 * @module
 */

import { LocalModules } from "./local_modules.ts";
import type { Prelude } from "./prelude.ts";
import { PreludeDocuments } from "./prelude_documents.ts";
import { Program, SCRATCH } from "./program.ts";
import type { RuntimeTypes } from "./runtime_types.ts";
import type { ServerProcess } from "./server_process.ts";

/** What a session has run so far, as documents. */
export class NotebookDocuments {
  readonly #folderUrl: string;
  readonly #prelude: Promise<Prelude>;
  readonly #modules: LocalModules;
  #program: Promise<Program>;
  #scope: Promise<PreludeDocuments>;
  #ran: Promise<void> = Promise.resolve();
  /** The declarations of the runtime, unless the notebook's configuration says which they are. */
  runtime: RuntimeTypes | undefined;

  /**
   * @param folderUrl URL of the notebook's folder, without a slash at the end
   * @param prelude what is in scope without an import
   */
  constructor(folderUrl: string, prelude: Promise<Prelude>) {
    this.#folderUrl = folderUrl;
    this.#prelude = prelude;
    this.#modules = new LocalModules(folderUrl);
    this.#program = this.#newProgram();
    this.#scope = this.#newScope();
  }

  /** The cells that have run by now. Answers take time, and what runs meanwhile is not their matter. */
  program(): Promise<Program> {
    const program = this.#program;
    const snapshot = this.#ran.then(async () => (await program).snapshot());
    this.#ran = snapshot.then(() => {}, () => {});
    return snapshot;
  }

  /** URI of the text at hand. */
  get scratchUri(): string {
    return `${this.#folderUrl}/${SCRATCH}`;
  }

  /**
   * Adds a cell.
   *
   * @param cellId the cell's id
   * @param text the cell's text without command lines
   */
  ran(cellId: string, text: string): void {
    const [program, scope] = [this.#program, this.#scope];
    this.#ran = this.#ran.then(async () => {
      const cells = await program;
      (await scope).mention(text, (name) => cells.declares(name));
      cells.ran(cellId, text);
      await this.#modules.mention(text);
    }).catch(() => {});
  }

  /** Forgets all cells. */
  reset(): void {
    this.#program = this.#newProgram();
    this.#scope = this.#newScope();
  }

  /**
   * Everything the server must see before it is asked about a text.
   *
   * @param text the next cell, without command lines
   * @param context the cells before it, and the server, which hears which local modules have changed
   * @returns text by URI
   */
  async next(
    text: string,
    { program, server }: { readonly program: Program; readonly server: ServerProcess },
  ): Promise<ReadonlyMap<string, string>> {
    const scope = await this.#scope;
    scope.mention(text, (name) => program.declares(name));
    await this.#modules.mention(text);
    await this.#modules.refresh(server);
    const documents = [
      ...scope.documents(this.runtime),
      ...program.documents(),
      [SCRATCH, program.next(text)] as const,
    ];
    return new Map(documents.map(([name, content]) => [`${this.#folderUrl}/${name}`, content]));
  }

  /** Whether a cell, or the text at hand, may have to do with a library. */
  async mayUseLibrary(): Promise<boolean> {
    return (await this.#scope).mayUseLibrary;
  }

  /** Names that are global already must be imported to be hidden. */
  async #newProgram(): Promise<Program> {
    const { names } = await this.#prelude;
    return new Program(new Set([...Object.getOwnPropertyNames(globalThis), ...names]));
  }

  async #newScope(): Promise<PreludeDocuments> {
    return new PreludeDocuments(await this.#prelude);
  }
}
