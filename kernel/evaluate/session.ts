/**
 * A session: the process that runs user code, as the kernel sees it.
 *
 * @module
 */

import type { CompiledCell } from "../compile/cell.ts";
import { explainEnding, type SessionEnd } from "./ending.ts";
import type { CellAnnouncement, Envelope, ErrorReport, Settled } from "./events.ts";
import { EMIT, LOADED } from "./events.ts";
import {
  CallTooLong,
  type EvaluateResult,
  Inspector,
  InspectorClosed,
  twice,
} from "./inspector.ts";
import { endGroup, signalGroup } from "./group.ts";
import { PipeReader } from "./pipe_reader.ts";
import { Pipes, type SessionOutput } from "./pipes.ts";
import {
  type SessionOptions,
  type SessionProcess,
  SessionStartError,
  skipAnnouncement,
  startProcess,
} from "./process.ts";
import { QuietConnections } from "./quiet_connections.ts";
import { placeRefusal } from "./refusal.ts";
import { asArgument, HOST_TEXT, RemoteHost } from "./remote_host.ts";
import type { InputAnswer } from "./session/input.ts";
import { Stopper, STUCK_MS } from "./stopper.ts";
import { within } from "./within.ts";

/** How a cell ended. */
export type CellEnd =
  | { readonly status: "ok" }
  | { readonly status: "error"; readonly error: ErrorReport }
  | { readonly status: "interrupted" }
  | { readonly status: "ended"; readonly end: SessionEnd };

/** What an interrupt did. */
export type InterruptEffect = "idle" | "interrupted" | "stuck" | "killed";

interface Running {
  readonly id: string;
  readonly interrupted: PromiseWithResolvers<"interrupted">;
  /** Resolves when V8 has evaluated it to its end. */
  readonly evaluated: PromiseWithResolvers<true>;
  readonly finished: PromiseWithResolvers<void>;
  /** Resolves when the session has ended under it; that of the session would keep how each cell ended. */
  readonly lost: PromiseWithResolvers<SessionEnd>;
  /** When it was interrupted last, by `performance.now()`. */
  asked: number | undefined;
  /** Whether an interrupt found native code that does not look up. */
  stuck: boolean;
}

/** Native code that has not looked up by then may wait for a subprocess, or in a system call. */
const NATIVE_MS = 300;
/** Text of this length comes from a flood, see `session/text_pipe.ts`. */
const FLOOD_LENGTH = 8 * 1024;
/** How long a flood pauses before what it left behind is asked for. */
const PAUSE_MS = 50;
/** A second interrupt within this time kills. */
const TWICE_MS = 3000;

/** What a session is made of; `read` resolves when both pipes have ended. */
export interface SessionInit {
  readonly process: SessionProcess;
  readonly inspector: Inspector;
  readonly pipes: Pipes;
  readonly read: Promise<unknown>;
}

/** A running session. */
export class Session {
  readonly #process: SessionProcess;
  readonly #inspector: Inspector;
  readonly #quiet: QuietConnections;
  readonly #pipes: Pipes;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stopper: Stopper;
  #host: RemoteHost | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The cell that runs, and behind it those that a command of it runs meanwhile. */
  readonly #running: Running[] = [];
  /** The blocking question that the session waits in, of a cell that runs or of what one left behind. */
  #question: number | undefined;
  #counter = 1;
  #ours = false;
  #end: SessionEnd | undefined;
  /** Resolves when the process has ended and all its output is read. */
  readonly ended: Promise<SessionEnd>;

  constructor({ process, inspector, pipes, read }: SessionInit) {
    this.#process = process;
    this.#inspector = inspector;
    this.#quiet = new QuietConnections(process.inspector, inspector);
    this.#pipes = pipes;
    this.#stopper = new Stopper(inspector, () => this.host);
    this.#stdin = process.child.stdin.getWriter();
    this.#stdin.closed.catch(() => {}); // the pipe breaks when the session ends, which `ended` tells
    this.ended = this.#watch(read);
    void this.ended.then((end) => {
      this.#end = end;
      for (const { lost } of this.#running) lost.resolve(end);
    });
  }

  /**
   * Starts a session and waits until it can run cells.
   *
   * @param options folder, permissions, memory
   * @param deliver hears everything that the session puts out, in order
   * @returns the session
   * @throws SessionStartError if the process ends first
   */
  static async start(
    options: SessionOptions,
    deliver: (output: SessionOutput) => void,
  ): Promise<Session> {
    const process = await startProcess(options);
    let session: Session | undefined = undefined as Session | undefined;
    const pipes = new Pipes((output) => {
      if (session === undefined || session.#hear(output)) deliver(output);
    });
    const inspector = await Inspector.connect(process.inspector, (payload) => {
      const envelope = readEnvelope(payload);
      if (envelope) pipes.event(envelope);
    });
    const { key } = process;
    const loaded = pipes.barrier(LOADED);
    await run(inspector);
    const first = await skipAnnouncement(process);
    const stdout = new PipeReader(process.child.stdout);
    const read = Promise.all([
      pipes.pump(stdout, { stream: "stdout", key }),
      pipes.pump(process.stderr, { stream: "stderr", key, first }),
    ]);
    session = new Session({ process, inspector, pipes, read });
    await Promise.race([loaded, session.ended.then(failToStart)]);
    // A binding takes only once the script runs, hence not before the session has loaded.
    await inspector.call("Runtime.addBinding", { name: EMIT });
    session.#host = await RemoteHost.find(inspector, session.#quiet);
    return session;
  }

  /** What can be called in the session. */
  get host(): RemoteHost {
    if (this.#host) return this.#host;
    throw new SessionStartError("Cannot call the session: it has not loaded yet");
  }

  /** Process id of the session. */
  get pid(): number {
    return this.#process.child.pid;
  }

  /**
   * Waits for an answer that never comes if running code is terminated first.
   *
   * @param answer what to wait for
   * @returns its value, or undefined after a termination
   */
  orTerminated<T>(answer: Promise<T>): Promise<T | undefined> {
    return this.#stopper.orTerminated(answer);
  }

  /** The id of the cell that runs. */
  get running(): string | undefined {
    return this.#running.at(-1)?.id;
  }

  /**
   * Runs a cell to its end; all its output is delivered before this resolves.
   *
   * @param cell as compiled
   * @param announcement what the session has to know of it
   * @returns how it ended; never rejects for anything the cell does
   */
  async run(cell: CompiledCell, announcement: CellAnnouncement): Promise<CellEnd> {
    const running: Running = {
      id: cell.id,
      interrupted: Promise.withResolvers(),
      evaluated: Promise.withResolvers(),
      finished: Promise.withResolvers(),
      lost: Promise.withResolvers(),
      asked: undefined,
      stuck: false,
    };
    this.#running.push(running);
    if (this.#end) running.lost.resolve(this.#end);
    try {
      const stopped = running.interrupted.promise;
      const evaluated = this.#evaluate(cell, { announcement, running });
      evaluated.catch(() => {}); // heard by the race, unless the cell was given up before
      const end = await Promise.race([evaluated, stopped, running.lost.promise]);
      if (end === "interrupted") return await this.#abandon(running);
      return "status" in end ? end : { status: "ended", end };
    } finally {
      this.#running.splice(this.#running.indexOf(running), 1);
      running.finished.resolve();
    }
  }

  /**
   * Stops the running cell, or code that loops outside of any: guarded awaits throw, signals abort, loops
   * are terminated, and what native code waits for gets SIGINT. A second call within three seconds, or
   * after a call that found native code which does not stop, kills the session.
   *
   * @returns what came of it; `stuck` means native code that does not look up
   */
  async interrupt(): Promise<InterruptEffect> {
    const running = this.#running.at(-1);
    if (!running) {
      const asked = this.#withdrawQuestion();
      return await this.#stopper.stopStray() || asked ? "interrupted" : "idle";
    }
    const again = running.asked !== undefined && performance.now() - running.asked < TWICE_MS;
    if (again || running.stuck) {
      await this.kill();
      return "killed";
    }
    running.asked = performance.now();
    this.#withdrawQuestion();
    const stopped = this.#stop(running);
    if (!await within(NATIVE_MS, stopped)) signalGroup(this.#process.child, "SIGINT");
    running.stuck = !await within(STUCK_MS, stopped);
    if (running.stuck) return "stuck";
    for (const outer of this.#running.filter((other) => other !== running)) {
      this.#stopper.interruptWaiting(outer.id).catch(() => {}); // it ends with its session
    }
    return "interrupted";
  }

  /** Resolves when all that the session has put out so far is delivered. */
  async flush(): Promise<void> {
    const barrier = this.#counter++;
    const passed = this.#pipes.barrier(barrier);
    await this.host.ask("flush", [{ value: barrier }]);
    await passed;
  }

  /** Hands the user's answer to a question of the session. */
  async answerInput(
    question: { readonly id: number; readonly sync: boolean },
    answer: { readonly value?: string; readonly refused?: string },
  ): Promise<void> {
    if (!question.sync) return await this.host.call("answerInput", { id: question.id, ...answer });
    this.#answerNow({ id: question.id, ...answer });
  }

  /** Ends the session and everything it started; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#ours = true;
    endGroup(this.#process.child);
    await this.ended;
  }

  async #evaluate(
    cell: CompiledCell,
    { announcement, running }: { announcement: CellAnnouncement; running: Running },
  ): Promise<CellEnd> {
    const barrier = this.#counter++;
    const passed = this.#pipes.barrier(barrier);
    const announce = `${HOST_TEXT}.announce(${JSON.stringify(announcement)});`;
    // What a cell that ends well leaves to be done goes with it: one message there and back is
    // half the time of a short cell. The inspector would keep an object that it handed out.
    const settle = `void await ${HOST_TEXT}.settle(${JSON.stringify(cell.id)}, ${barrier}, false);`;
    // Only the first statement of a script can make it strict, as a module is.
    const script = `"use strict"; ${announce}\n${cell.code}\n${settle}`;
    // The mark that a good end leaves in the pipes is here before the inspector's answer is.
    const marked = passed.then((marked) => marked ? GOOD_END : never());
    try {
      return await this.host.run(script, async (answer, host) => {
        const first = await Promise.race([marked, answer, running.interrupted.promise]);
        if (first === "interrupted") throw new GivenUp();
        running.evaluated.resolve(true);
        const end = await this.#readEnd(first, { id: cell.id, barrier, host });
        await passed;
        return end;
      });
    } catch (error) {
      if (error instanceof InspectorClosed) return { status: "ended", end: await this.ended };
      if (error instanceof CallTooLong) return { status: "error", error: TOO_LONG };
      if (error instanceof GivenUp) return await never();
      throw error;
    }
  }

  async #readEnd(
    { exceptionDetails }: EvaluateResult,
    { id, barrier, host }: {
      readonly id: string;
      readonly barrier: number;
      readonly host: RemoteHost;
    },
  ): Promise<CellEnd> {
    if (!exceptionDetails) return { status: "ok" };
    const thrown = asArgument(exceptionDetails.exception);
    const args = [{ value: id }, { value: barrier }, { value: true }, thrown];
    const { error, refused } = await twice(() => host.ask("settle", args)) as Settled;
    if (!error) return { status: "ok" };
    if (error.name === "Interrupted") return { status: "interrupted" };
    if (!refused) return { status: "error", error };
    return { status: "error", error: placeRefusal(error, { id, details: exceptionDetails }) };
  }

  async #abandon(running: Running): Promise<CellEnd> {
    const barrier = this.#counter++;
    const passed = this.#pipes.barrier(barrier);
    const args = [{ value: running.id }, { value: barrier }];
    const told = twice(() => this.host.tell("abandon", args));
    await within(STUCK_MS, Promise.all([told.catch(() => {}), passed]));
    return { status: "interrupted" };
  }

  async #stop(running: Running): Promise<true> {
    const { id, evaluated, finished } = running;
    const told = { id, evaluated: evaluated.promise, finished: finished.promise };
    if (await this.#stopper.stop(told)) running.interrupted.resolve("interrupted");
    return true;
  }

  /**
   * Whether others are to hear it as well. A blocking question that comes amid an interrupt is answered by
   * that: the session takes no call while it waits, and so would look like native code that does not stop.
   */
  #hear(output: SessionOutput): boolean {
    if (output.type === "text" && output.text.length >= FLOOD_LENGTH) this.#expectPause();
    if (output.type === "alive") this.#stopper.alive(output.id);
    if (output.type !== "input" || !output.sync) return true;
    this.#question = output.id;
    return !(this.#stopper.stopping && this.#withdrawQuestion());
  }

  /** A flood that pauses may have left text behind in the session. */
  #expectPause(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.host.tell("drain", []).catch(() => {}), PAUSE_MS);
  }

  /** Ends the wait for a user's answer; whether there was one. */
  #withdrawQuestion(): boolean {
    if (this.#question === undefined) return false;
    this.#answerNow({ id: this.#question, interrupted: true });
    return true;
  }

  #answerNow(answer: InputAnswer): void {
    if (this.#question === answer.id) this.#question = undefined;
    const line = new TextEncoder().encode(`${JSON.stringify(answer)}\n`);
    this.#stdin.write(line).catch(() => {}); // the session has ended, which `ended` tells
  }

  async #watch(read: Promise<unknown>): Promise<SessionEnd> {
    const { child, guard } = this.#process;
    await using _guard = guard;
    const gone = Promise.race([child.status, this.#inspector.closed]).then(() => undefined);
    const exit = await Promise.race([this.#pipes.exiting, gone]);
    // A process that is being debugged waits at its exit for the debugger to leave.
    this.#inspector[Symbol.dispose]();
    this.#quiet[Symbol.dispose]();
    this.#pipes.inspectorClosed();
    clearTimeout(this.#pause);
    const left = await within(STUCK_MS, child.status);
    const status = left ?? await endGroup(child);
    // A subprocess that lives on may hold the pipes open; its text is not worth a wait.
    await within(STUCK_MS, read);
    endGroup(child);
    await this.#stdin.close().catch(() => {}); // the pipe may be broken, which closes it as well
    const { lastWords } = this.#pipes;
    return explainEnding(status, { exit, lastWords, ours: this.#ours, lost: left === undefined });
  }
}

/** What the inspector says of a cell that ended well. */
const GOOD_END: EvaluateResult = { result: { type: "undefined" } };

/** The text of a cell travels twice, as what is run and as what `In` remembers. */
const TOO_LONG: ErrorReport = {
  name: "CellTooLong",
  message: "Cannot run this cell: its text is too long, at most 30 MB can be run. " +
    "Put long data into a file and read that",
  frames: [],
};

/** Nobody waits for the answer of a cell any more, and it may never come. */
class GivenUp extends Error {}

function never(): Promise<never> {
  return new Promise(() => {});
}

async function run(inspector: Inspector): Promise<void> {
  await inspector.call("Runtime.enable");
  await inspector.call("Runtime.runIfWaitingForDebugger");
}

/** Undefined for what user code sent, which can reach the binding as well. */
function readEnvelope(payload: string): Envelope | undefined {
  try {
    const value = JSON.parse(payload) as Envelope | null;
    return typeof value?.event?.type === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function failToStart(end: SessionEnd): never {
  throw new SessionStartError(`Cannot start a session: ${end.message}`);
}
