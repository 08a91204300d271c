/** A bare process that evaluates compiled cells through V8's inspector, as a session does. */
import { compileCell } from "../../../kernel/compile/compile.ts";
import type { CompiledCell } from "../../../kernel/compile/cell.ts";

interface Answer {
  readonly id: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
      readonly stackTrace?: { readonly callFrames: readonly Frame[] };
    };
  };
}

interface Frame {
  readonly url: string;
  readonly functionName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** What a cell threw, with the frames that V8 saw. */
export class CellFailure extends Error {
  readonly frames: readonly Frame[];
  constructor(message: string, frames: readonly Frame[]) {
    super(message);
    this.frames = frames;
  }
}

export class ReplSession implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #drained: Promise<unknown>;
  #count = 0;

  constructor(child: Deno.ChildProcess, socket: WebSocket, drained: Promise<unknown>) {
    this.#child = child;
    this.#socket = socket;
    this.#drained = drained;
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    };
  }

  static async start(): Promise<ReplSession> {
    const program = new URL("./repl_program.ts", import.meta.url).pathname;
    const inspect = ["--inspect-wait=127.0.0.1:0", "--inspect-publish-uid=stderr"];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", ...inspect, program],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { url, drained } = await inspectorOf(child.stderr);
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.onopen = resolve);
    const session = new ReplSession(child, socket, drained);
    await session.#call("Runtime.enable", {});
    await session.#call("Runtime.runIfWaitingForDebugger", {});
    while (await session.#evaluate("globalThis.__modulab !== undefined") !== true);
    return session;
  }

  /** Compiles and runs a cell; gives the value of its result, as JSON. */
  async run(
    text: string,
    options: { readonly lazyNames?: readonly string[] } = {},
  ): Promise<unknown> {
    const cell = compileCell({ id: String(++this.#count), text, ...options });
    await this.runCompiled(cell);
    return this.#evaluate("__modulab.last");
  }

  runCompiled(cell: CompiledCell): Promise<unknown> {
    return this.#evaluate(`"use strict"; ${cell.code}`, { replMode: true });
  }

  /** What the hooks were asked since the last call. */
  log(): Promise<unknown> {
    return this.#evaluate("__modulab.log.splice(0)");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    this.#child.kill("SIGKILL");
    await Promise.all([closed, this.#child.status, this.#drained]);
  }

  // With `replMode`, V8 loses the answer of some evaluations that do not wait for anything.
  async #evaluate(expression: string, { replMode = false } = {}): Promise<unknown> {
    const params = { expression, replMode, awaitPromise: replMode, returnByValue: true };
    const { result, error } = await this.#call("Runtime.evaluate", params);
    if (error !== undefined) throw new Error(error.message);
    const thrown = result?.exceptionDetails;
    if (thrown !== undefined) {
      const message = thrown.exception?.description ?? thrown.text;
      throw new CellFailure(message, thrown.stackTrace?.callFrames ?? []);
    }
    return result?.result?.value;
  }

  #call(method: string, params: unknown): Promise<Answer> {
    const id = ++this.#count;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

async function inspectorOf(
  stderr: ReadableStream<Uint8Array>,
): Promise<{ readonly url: string; readonly drained: Promise<unknown> }> {
  const reader = stderr.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The session ended before it was ready: ${text}`);
    text += decoder.decode(value, { stream: true });
    const url = /ws:\/\/\S+(?=\s)/.exec(text)?.[0];
    if (url === undefined) continue;
    const drained = (async () => {
      while (!(await reader.read()).done);
    })();
    return { url, drained };
  }
}
