/**
 * The assistance that `deno lsp` gives: one program of cells, one server, one question at a time.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import type { Assist, CompletionItem, Inspection } from "./assist.ts";
import type { Diagnostic } from "../compile/cell.ts";
import type { EditedText } from "../compile/edits.ts";
import { choosesLibraries, findConfiguration } from "./configuration.ts";
import { askCompletions } from "./completion.ts";
import { CompletionDetails } from "./details.ts";
import { askDiagnostics } from "./diagnosis.ts";
import { OpenDocuments } from "./documents.ts";
import { download } from "./download.ts";
import { askInspection } from "./inspection.ts";
import { CHANGED } from "./local_modules.ts";
import { NotebookDocuments } from "./notebook_documents.ts";
import { removeLeftFolders } from "./own_folder.ts";
import { PackageCache, remoteSpecifiers } from "./package_cache.ts";
import { withPatience } from "./patience.ts";
import { type Prelude, sessionPrelude } from "./prelude.ts";
import type { Program } from "./program.ts";
import type { Question } from "./question.ts";
import { readRuntimeTypes } from "./runtime_types.ts";
import { ServerFolder } from "./server_folder.ts";
import { type ServerProcess, startServerProcess } from "./server_process.ts";
import { Supervisor } from "./supervisor.ts";
import { Turns } from "./turns.ts";

/** Where the notebook lies and what its cells see. */
export interface LanguageServerOptions {
  /** The notebook's folder, absolute; relative imports of cells start here. */
  readonly folder: string;
  /** What bare names in imports stand for; default what the folder's `deno.json` says. */
  readonly names?: () => Readonly<Record<string, string>>;
  /** What is in scope without an import; default that of a modulab session. */
  readonly prelude?: Prelude;
  /** Path of the program `deno`; default the one that runs this. */
  readonly deno?: string;
  /** Replaces lines that are commands by blanks of the same length; default changes nothing. */
  readonly blankCommands?: (text: string) => string;
  /** Makes an expression of a cell that means an object and reads as a block; default changes nothing. */
  readonly encloseObject?: (text: string) => EditedText;
  /** Milliseconds without a question after which the server is ended until the next; default 5 min. */
  readonly idleAfter?: number;
  /**
   * Milliseconds in which the processor belongs to others: the server starts when they are over, or
   * with the first question before that somebody waits for; `Infinity` waits for that; default 0.
   */
  readonly startAfter?: number;
}

/** What can be asked, and the server behind it for who measures or watches it. */
export interface LanguageServer extends Assist {
  /** Process id of the running server. */
  readonly pid: number | undefined;
}

/**
 * Starts the language server in the background.
 *
 * @param options where the notebook lies and what its cells see
 * @returns what can be asked at once; answers wait until the server is ready. A question that is
 *   withdrawn, or that no server answers, has an empty answer
 * @example
 * ```ts
 * import { startLanguageServer } from "./start_language_server.ts";
 * async function firstName(folder: string): Promise<string | undefined> {
 *   const assist = startLanguageServer({ folder });
 *   const [first] = await assist.complete("Math.ma", 7);
 *   await assist.close();
 *   return first?.text; // "max"
 * }
 * ```
 */
export function startLanguageServer(options: LanguageServerOptions): LanguageServer {
  return new DenoAssist(options);
}

/** A server that nobody asks for so long is ended until the next question. */
const IDLE_MS = 5 * 60_000;

/** A question that takes so long has no answer. */
const PATIENCE_MS = 30_000;

class DenoAssist implements LanguageServer {
  readonly warm: Promise<void>;
  readonly #folder: string;
  readonly #folderUrl: string;
  readonly #names: () => Readonly<Record<string, string>>;
  readonly #deno: string;
  readonly #blank: (text: string) => string;
  readonly #enclose: (text: string) => Pick<EditedText, "text" | "original">;
  readonly #notebook: NotebookDocuments;
  readonly #prelude: Promise<Prelude>;
  readonly #supervisor: Supervisor;
  readonly #due: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #dueTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #details: CompletionDetails = new CompletionDetails();
  readonly #packages: PackageCache = new PackageCache((specifier) => this.#download(specifier));
  readonly #downloads: Set<Promise<boolean>> = new Set();
  readonly #removals: Set<Promise<void>> = new Set();
  readonly #closing: AbortController = new AbortController();
  #serverFolder: ServerFolder | undefined;
  #documents: OpenDocuments | undefined;
  readonly #turns: Turns = new Turns();
  /** The last question for completions of each who asks. */
  readonly #newest: Map<string, AbortController> = new Map();
  #pid: number | undefined;
  #pending = 0;

  constructor(options: LanguageServerOptions) {
    this.#folder = options.folder;
    this.#folderUrl = pathToFileURL(options.folder).href.replace(/\/$/, "");
    this.#names = options.names ?? (() => ({}));
    this.#deno = options.deno ?? Deno.execPath();
    this.#blank = options.blankCommands ?? ((text) => text);
    this.#enclose = options.encloseObject ?? ((text) => ({ text, original: (place) => place }));
    this.#prelude = Promise.resolve(options.prelude ?? sessionPrelude());
    this.#notebook = new NotebookDocuments(this.#folderUrl, this.#prelude);
    this.#supervisor = new Supervisor({
      start: (signal) => this.#startServer(signal),
      idleAfter: options.idleAfter ?? IDLE_MS,
    });
    const { startAfter = 0 } = options;
    if (startAfter < Infinity) this.#dueTimer = setTimeout(() => this.#due.resolve(), startAfter);
    this.warm = this.#due.promise.then(() => this.#supervisor.use(() => Promise.resolve()))
      .catch(() => {});
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  get behind(): boolean {
    return this.#pending > 0;
  }

  ran(cellId: string, text: string): void {
    const blanked = this.#blank(text);
    this.#notebook.ran(cellId, blanked);
    this.#details.forget();
    const unknown = remoteSpecifiers(blanked).filter((name) => !this.#packages.has(name));
    if (unknown.length === 0) return;
    void this.#askWhenDue("", { signal: undefined }, (question) => {
      for (const specifier of unknown) this.#packages.fetch(specifier, question);
      return Promise.resolve();
    });
  }

  async diagnose(
    text: string,
    { signal, waiting = false }: { readonly signal?: AbortSignal; readonly waiting?: boolean } = {},
  ): Promise<readonly Diagnostic[]> {
    if (waiting) this.#due.resolve();
    const enclosed = this.#enclose(text);
    const found = await this.#askWhenDue(
      enclosed.text,
      { signal, urgent: waiting },
      (question) =>
        askDiagnostics(question, {
          kindOf: (name) => question.program.kindOf(name),
          fetch: (specifier) => this.#packages.fetch(specifier, question),
        }),
    );
    return (found ?? []).map((diagnostic) => ({
      ...diagnostic,
      start: enclosed.original(diagnostic.start),
      end: enclosed.original(diagnostic.end),
    }));
  }

  async complete(
    text: string,
    offset: number,
    { signal, asker = "" }: { readonly signal?: AbortSignal; readonly asker?: string } = {},
  ): Promise<readonly CompletionItem[]> {
    this.#newest.get(asker)?.abort();
    const newest = new AbortController();
    this.#newest.set(asker, newest);
    this.#due.resolve();
    const either = signal ? AbortSignal.any([signal, newest.signal]) : newest.signal;
    const items = await this.#ask(
      text,
      { signal: either },
      (question) => askCompletions(question, { offset, details: this.#details }),
    );
    if (this.#newest.get(asker) === newest) this.#newest.delete(asker);
    return items ?? [];
  }

  async inspect(
    text: string,
    offset: number,
    { level = 0, signal }: { readonly level?: 0 | 1; readonly signal?: AbortSignal } = {},
  ): Promise<Inspection | undefined> {
    this.#due.resolve();
    return await this.#ask(text, { signal }, (question) => {
      const { program } = question;
      const runtime = this.#notebook.runtime?.withNode;
      const library = this.#serverFolder?.library;
      const context = { program, runtime, library, folder: this.#folder };
      return askInspection(question, { offset, level, ...context });
    });
  }

  reset(): void {
    this.#notebook.reset();
    this.#details.forget();
  }

  async close(): Promise<void> {
    for (const question of this.#newest.values()) question.abort();
    clearTimeout(this.#dueTimer);
    this.#closing.abort();
    await this.#supervisor.close();
    await Promise.all([...this.#downloads, ...this.#removals]);
    await this.#prelude.catch(() => {}); // its files are read from the beginning on
    this.#due.resolve(); // nothing starts any more, and nobody waits in vain
  }

  async #download(specifier: string): Promise<boolean> {
    const { signal } = this.#closing;
    const ended = download(specifier, { deno: this.#deno, folder: this.#folder, signal });
    this.#downloads.add(ended);
    const isThere = await ended;
    this.#downloads.delete(ended);
    return isThere;
  }

  /** The server reads its configuration again with every package it fetches. */
  async #startServer(signal: AbortSignal): Promise<ServerProcess> {
    const own = await findConfiguration(this.#folder);
    const { library, imports: { imports, scopes } } = await this.#prelude;
    const map = { imports: { ...this.#names(), ...imports }, scopes };
    const folder = await ServerFolder.create(own, { imports: map, library });
    const server = await startServerProcess({
      deno: this.#deno,
      folderUrl: this.#folderUrl,
      config: folder.config,
      signal,
    }).catch(async (error) => {
      await folder.remove();
      throw error;
    });
    this.#serverFolder = folder;
    this.#remove(server.ended.then(() => folder.remove()));
    this.#remove(removeLeftFolders());
    this.#notebook.runtime = choosesLibraries(own) ? undefined : await readRuntimeTypes(server);
    await this.#warmUp(server);
    return server;
  }

  /** Closing waits for what is being removed. */
  #remove(removal: Promise<void>): void {
    this.#removals.add(removal);
    void removal.then(() => this.#removals.delete(removal));
  }

  /** The first answer costs a second, whatever the question. */
  async #warmUp(server: ServerProcess): Promise<void> {
    this.#pid = server.pid;
    this.#documents = new OpenDocuments(server);
    try {
      const program = await this.#notebook.program();
      const question = await this.#show({ server, text: "Math.", program, signal: undefined });
      await askCompletions(question, { offset: 5, details: this.#details });
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  /** Opens everything on the server, with a text as the next cell. */
  async #show(question: Omit<Question, "uri">): Promise<Question> {
    this.#details.stop();
    const documents = await this.#notebook.next(question.text, question);
    if (await this.#notebook.mayUseLibrary()) await this.#writeLibrary(question.server);
    this.#documents?.show(documents);
    return { ...question, uri: this.#notebook.scratchUri };
  }

  /** A file that the server has not found it looks for again only when its configuration has changed. */
  async #writeLibrary(server: ServerProcess): Promise<void> {
    const folder = this.#serverFolder;
    if (!await folder?.writeLibrary() || folder === undefined) return;
    const changes = [{ uri: pathToFileURL(folder.config).href, type: CHANGED }];
    server.notify("workspace/didChangeWatchedFiles", { changes });
  }

  /** For what nobody looks at yet. */
  async #askWhenDue<Result>(
    text: string,
    { signal, urgent = false }: {
      readonly signal: AbortSignal | undefined;
      readonly urgent?: boolean;
    },
    ask: (question: Question) => Promise<Result>,
  ): Promise<Result | undefined> {
    const program = this.#notebook.program();
    await Promise.race([this.#due.promise, ...withdrawn(signal)]);
    return await this.#ask(text, { signal, program, urgent }, ask);
  }

  /** Waits for the server and for earlier questions, then asks; what fails has no answer. */
  async #ask<Result>(
    text: string,
    { signal, program = this.#notebook.program(), urgent = true }: {
      readonly signal: AbortSignal | undefined;
      readonly program?: Promise<Program>;
      /** Whether it goes before questions that nobody waits for. */
      readonly urgent?: boolean;
    },
    ask: (question: Question) => Promise<Result>,
  ): Promise<Result | undefined> {
    const cell = { text: this.#blank(text), program: await program };
    this.#pending++;
    const answer = this.#supervisor.use((server) =>
      this.#turns.take(() =>
        withPatience(async (either) => {
          either.throwIfAborted();
          return await ask(await this.#show({ ...cell, server, signal: either }));
        }, { milliseconds: PATIENCE_MS, signal }), { urgent })
    ).catch(() => undefined).finally(() => this.#pending--);
    return await Promise.race([answer, ...withdrawn(signal)]);
  }
}

function withdrawn(signal: AbortSignal | undefined): readonly Promise<undefined>[] {
  if (!signal) return [];
  if (signal.aborted) return [Promise.resolve(undefined)];
  return [
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    }),
  ];
}
