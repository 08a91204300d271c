/**
 * A worker process, from its start to its end.
 *
 * @module
 */

import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import process from "node:process";
import { Duplex, PassThrough, type Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Timer } from "./timer.ts";
import { recordError, WorkerLostError, WorkerStartError } from "./job_error.ts";
import { streamChannel } from "./stream_channel.ts";
import { type Answer, type Attempt, WorkerLink } from "./worker_link.ts";
import { permissionFlags, type WorkerPermissions } from "./worker_permissions.ts";

/** How to start workers. */
export interface WorkerSettings {
  /** What a worker may do; default nothing but load the modules of its jobs. */
  readonly permissions: WorkerPermissions;
  /** Path of the `deno.json` that names packages; default modulab's own. */
  readonly config: string;
  /** Folder that workers work in; default the parent's. */
  readonly folder: string | undefined;
  /** Limit of a worker's JavaScript heap in MB; default V8's own. */
  readonly heapMegabytes: number | undefined;
  /** How long a worker may take to start. */
  readonly startSeconds: number;
  /** How long a worker may stay away from its event loop. */
  readonly leaseSeconds: number;
  readonly timer: Timer;
}

/** Hears what a worker prints. */
export type Print = (stream: "stdout" | "stderr", text: string) => void;

const ENTRY: string = new URL("./worker.ts", import.meta.url).href;
/** Characters of standard error that are kept to say why a worker ended. */
const TAIL = 2000;
/** How long the pipes of a process may stay open after its end: what it started may hold them. */
const DRAIN_MS = 2000;
/** How long a worker may take to end by itself. */
const LEAVE_MS = 2000;

/**
 * A process that runs jobs of one module, one at a time.
 *
 * @example
 * ```ts
 * import { WorkerProcess, type WorkerSettings } from "./worker_process.ts";
 * function start(settings: WorkerSettings): WorkerProcess {
 *   const module = new URL("./fold.ts", import.meta.url).href;
 *   return new WorkerProcess(module, { settings, print: () => {} });
 * }
 * ```
 */
export class WorkerProcess {
  /** URL of the module whose jobs it runs. */
  readonly module: string;
  /** Resolves when the process is gone and all that it printed was heard. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #line: Duplex;
  readonly #link: WorkerLink;
  readonly #timer: Timer;
  #end: string | undefined;
  /** Whether the process ended by itself, and not because somebody killed it. */
  #left = false;
  #errors = "";

  /**
   * @param module URL of the module whose jobs it will run
   * @param options how to start it, and who hears what it prints
   */
  constructor(
    module: string,
    { settings, print }: { readonly settings: WorkerSettings; readonly print: Print },
  ) {
    this.module = module;
    this.#timer = settings.timer;
    // In a group of its own: it ends together with all that it started, and Ctrl-C goes to the parent.
    this.#child = spawn(process.execPath, [...flags(module, settings)], {
      cwd: settings.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"] satisfies StdioOptions,
      env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    });
    const end = processEnd(this.#child, settings.folder);
    this.#line = lineTo(this.#child);
    this.#link = new WorkerLink(streamChannel(this.#line), settings);
    const printed = [
      drain(this.#child.stdout, (text) => print("stdout", text)),
      drain(this.#child.stderr, (text) => {
        this.#errors = (this.#errors + text).slice(-TAIL);
        print("stderr", text);
      }),
    ];
    this.ended = this.#watch(end, printed);
    void this.#link.closed.then(() => this.kill());
    this.#limitStart(settings.startSeconds);
  }

  /** @returns whether it can take another job */
  get isAlive(): boolean {
    return !this.#link.isClosed && this.#end === undefined;
  }

  /** @returns the process group, or nothing when the process did not start */
  get group(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Runs one attempt.
   *
   * @param attempt of a job of this worker's module
   * @returns what came of it; never rejects
   */
  async execute(attempt: Attempt): Promise<Answer> {
    const started = await this.#link.ready;
    const answer = started ? await this.#link.execute(attempt) : undefined;
    if (answer && answer.status !== "lost") return answer;
    await this.ended;
    if (!started && this.#left) {
      const error = new WorkerStartError(
        `Cannot start a worker for ${moduleName(this.module)}: it ${this.#describeEnd()}` +
          (this.#errors.includes("NotCapable") ? PERMISSION_HINT : ""),
      );
      return { status: "thrown", error: recordError(error) };
    }
    const told = answer?.error.message ?? "The worker did not start";
    return { status: "lost", error: new WorkerLostError(`${told}: it ${this.#describeEnd()}`) };
  }

  /** Asks the process to end, and waits until it has. */
  async leave(): Promise<void> {
    const cancel = this.#timer.after(LEAVE_MS, () => this.kill());
    this.#line.end();
    await this.ended;
    cancel();
  }

  /** Ends the process and all that it started, at once. */
  kill(): void {
    this.#link.close();
    const { pid } = this.#child;
    if (pid !== undefined) endGroup(pid);
  }

  async #watch(end: Promise<string>, printed: readonly Promise<void>[]): Promise<void> {
    const streams = [this.#child.stdout, this.#child.stderr, this.#line];
    this.#end = await end;
    this.#left = !this.#end.startsWith("was ended");
    if (this.#child.pid !== undefined) endGroup(this.#child.pid);
    const cancel = this.#timer.after(DRAIN_MS, () => streams.forEach((each) => each?.destroy()));
    await Promise.all([...printed, this.#link.closed]);
    cancel();
  }

  #limitStart(seconds: number): void {
    const cancel = this.#timer.after(seconds * 1000, () => this.kill());
    void this.#link.ready.then(cancel);
  }

  #describeEnd(): string {
    const said = this.#errors.trim();
    return `${this.#end ?? "is still there"}${said === "" ? "" : ` and said: ${said}`}`;
  }
}

const PERMISSION_HINT =
  "\n(workers may do nothing unless they are told so: give permissions, as in " +
  "new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS }))";

/** A `data:` URL is what imports several modules; what stands in it helps nobody. */
function moduleName(url: string): string {
  return url.startsWith("data:") ? "the modules of its jobs" : url;
}

function flags(module: string, settings: WorkerSettings): readonly string[] {
  const { heapMegabytes: heap } = settings;
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-lock",
    "--config",
    settings.config,
    ...(heap === undefined ? [] : [`--v8-flags=--max-old-space-size=${heap}`]),
    ...permissionFlags(settings.permissions),
    // What is loaded before the program needs no permission to be read, what it imports later does.
    "--preload",
    module,
    ENTRY,
  ];
}

/** Waits for the end of a process, in words: `ended with exit code 1`, `was ended by SIGKILL`. */
function processEnd(child: ChildProcess, folder = "this folder"): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve(`did not start in ${folder} (${message})`));
    child.once("exit", (code, signal) => {
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
}

/** The line to a process; a closed one when the process did not start. */
function lineTo(child: ChildProcess): Duplex {
  const line = child.stdio?.[3];
  return line instanceof Duplex ? line : new PassThrough().destroy();
}

/** Hears a stream to its end. */
function drain(stream: Readable | null | undefined, hear: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  return new Promise((resolve) => {
    if (!stream) return resolve();
    stream.on("data", (bytes: Uint8Array) => hear(decoder.decode(bytes, { stream: true })));
    stream.on("error", () => stream.destroy());
    stream.once("close", resolve);
  });
}

function endGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // gone already, or no process groups on this system
    }
  }
}

/**
 * modulab's own configuration, which names the packages that jobs import.
 *
 * @returns its path
 * @example
 * ```ts
 * import { ownConfig } from "./worker_process.ts";
 * console.log(ownConfig()); // …/deno.json
 * ```
 */
export function ownConfig(): string {
  return fileURLToPath(new URL("../../../deno.json", import.meta.url));
}
