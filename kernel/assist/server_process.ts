/**
 * The child process `deno lsp` and the JSON-RPC connection over its pipes.
 *
 * @module
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import type { CancellationToken } from "vscode-jsonrpc/node";
import { withPatience } from "./patience.ts";
import { CAPABILITIES, ENVIRONMENT, LANGUAGE_SETTINGS, serverSettings } from "./server_settings.ts";

/** A language server that answers. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process is gone, whoever ended it; never rejects. */
  readonly ended: Promise<void>;
  /** Sends a request; rejects when the server refuses it, ends, or the signal is aborted. */
  request<Result>(
    method: string,
    params: unknown,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Result>;
  notify(method: string, params: unknown): void;
  /** Ends the process and waits until it is gone. */
  kill(): Promise<void>;
}

/** The server has ended, so that a question has no answer of it. */
export class ServerEnded extends Error {
  override readonly name = "ServerEnded";
}

const ENDED = "The language server ended";

/** Where and how to start. */
export interface ServerOptions {
  /** Path of the program `deno`. */
  readonly deno: string;
  /** URL of the notebook's folder, without a slash at the end. */
  readonly folderUrl: string;
  /** Path of the configuration file to use instead of the folder's own. */
  readonly config: string;
  /** Ends the process, also while it is still starting. */
  readonly signal?: AbortSignal;
}

/**
 * Starts a language server and greets it.
 *
 * @param options where and how
 * @returns the server, initialised
 * @throws {Error} when the program cannot be started or does not speak the protocol
 * @example
 * ```ts
 * import { startServerProcess } from "./server_process.ts";
 * const start = () =>
 *   startServerProcess({ deno: "deno", folderUrl: "file:///tmp", config: "/tmp/deno.json" });
 * ```
 */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  // Loaded only here: what a kernel loads first of all delays its first answer.
  const {
    CancellationTokenSource,
    ConnectionError,
    createMessageConnection,
    ErrorCodes,
    ResponseError,
    StreamMessageReader,
    StreamMessageWriter,
  } = await import("vscode-jsonrpc/node");
  // In a group of its own, so that Ctrl-C in a terminal does not reach it.
  const child = spawn(options.deno, ["lsp", "--quiet"], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
    env: { ...process.env, ...ENVIRONMENT },
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  await once(child, "spawn");
  const end = (): void => void child.kill("SIGKILL");
  options.signal?.addEventListener("abort", end);
  void ended.then(() => options.signal?.removeEventListener("abort", end));
  if (options.signal?.aborted) end();
  const reader = new StreamMessageReader(child.stdout);
  // Nobody listens for slow messages, and the timer that looks for them would outlive a question.
  reader.partialMessageTimeout = 0;
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  let isOpen = true;
  connection.onClose(() => isOpen = false);
  /** Ends the questions that have no answer yet; a promise of the end would keep all answers until then. */
  const unanswered = new Set<(reason: Error) => void>();
  let hasEnded = false;
  void ended.then(() => {
    isOpen = false;
    hasEnded = true;
    connection.dispose();
    for (const giveUp of unanswered) giveUp(new ServerEnded(ENDED));
  });
  for (const stream of [child.stdin, child.stdout]) stream.on("error", () => {});
  connection.onError(() => {});
  const settings = serverSettings(options.config);
  connection.onRequest("workspace/configuration", ({ items }: ConfigurationRequest) => (
    items.map(({ section }) => section === "deno" ? settings : LANGUAGE_SETTINGS)
  ));
  connection.onRequest(() => null);
  connection.listen();

  /** Whether a question was not answered because nobody reads, or nobody is there any more. */
  function isCutOff(error: unknown): boolean {
    if (error instanceof ConnectionError) return true;
    return error instanceof ResponseError &&
      (error.code === ErrorCodes.MessageWriteError ||
        error.code === ErrorCodes.PendingResponseRejected);
  }

  /** A connection that is cut off says so before the process is known to be gone. */
  async function send<Result>(
    method: string,
    params: unknown,
    token: CancellationToken,
  ): Promise<Result> {
    try {
      return await connection.sendRequest<Result>(method, params, token);
    } catch (error) {
      if (!isCutOff(error)) throw error;
      end();
      await ended;
      throw new ServerEnded(ENDED);
    }
  }

  const server: ServerProcess = {
    pid: child.pid ?? 0,
    ended,
    request: async <Result>(
      method: string,
      params: unknown,
      { signal }: { readonly signal?: AbortSignal | undefined } = {},
    ) => {
      signal?.throwIfAborted();
      if (hasEnded) throw new ServerEnded(ENDED);
      const source = new CancellationTokenSource();
      const { promise: givenUp, reject: giveUp } = Promise.withResolvers<never>();
      const cancel = (): void => {
        giveUp(signal?.reason);
        // The library prints an error of its own where a question is taken back and nobody listens.
        if (isOpen) source.cancel();
      };
      signal?.addEventListener("abort", cancel);
      unanswered.add(giveUp);
      const answer = send<Result>(method, params, source.token);
      answer.catch(() => {});
      try {
        return await Promise.race([answer, givenUp]);
      } finally {
        unanswered.delete(giveUp);
        signal?.removeEventListener("abort", cancel);
        source.dispose();
      }
    },
    notify: (method, params) => void connection.sendNotification(method, params).catch(() => {}),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
  try {
    await greet(server, { folderUrl: options.folderUrl, settings });
  } catch (error) {
    await server.kill();
    throw error;
  }
  return server;
}

/** A program that does not answer within this time is no language server. */
const GREETING_MS = 20_000;

interface ConfigurationRequest {
  readonly items: readonly { readonly section?: string }[];
}

async function greet(
  server: ServerProcess,
  { folderUrl, settings }: { readonly folderUrl: string; readonly settings: unknown },
): Promise<void> {
  const greeting = {
    processId: process.pid,
    rootUri: folderUrl,
    workspaceFolders: [{ uri: folderUrl, name: "notebook" }],
    capabilities: CAPABILITIES,
    initializationOptions: settings,
  };
  await withPatience((signal) => server.request("initialize", greeting, { signal }), {
    milliseconds: GREETING_MS,
  });
  server.notify("initialized", {});
}
