/**
 * Starts the session's process and finds its inspector.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import product from "../../deno.json" with { type: "json" };
import { guardSession } from "./guardian.ts";
import { type PieceReader, PipeReader } from "./pipe_reader.ts";
import { runtimeConfig } from "./imports/runtime_config.ts";
import { runtimeMap } from "./imports/runtime_map.ts";

/** How to start a session. */
export interface SessionOptions {
  /** The notebook's folder; the session works there. */
  readonly folder: string;
  /** Permission flags of the session; default `--allow-all`. */
  readonly permissions?: readonly string[];
  /** Heap limit of the session in MB; default V8's own. */
  readonly heapMegabytes?: number;
}

/** What the session's process is told when it starts. */
export interface SessionSettings {
  /** Key of the marks in its pipes. */
  readonly key: string;
  readonly folder: string;
  /** The file that blocking questions read their answers from; default fd 0. */
  readonly answers?: string;
}

/** A session's process. */
export interface SessionProcess {
  readonly child: Deno.ChildProcess;
  /** Ends the process if the kernel ends first: one that waits for its inspector notices nothing. */
  readonly guard: AsyncDisposable;
  readonly key: string;
  /** Address of the inspector, unguessable; only the child's standard error tells it. */
  readonly inspector: string;
  /** Standard error from behind the inspector's greeting on. */
  readonly stderr: PieceReader;
  /** What was read of standard error together with the greeting. */
  readonly stderrRest: Uint8Array;
}

/** The session's process ended before it could be used. */
export class SessionStartError extends Error {
  override readonly name = "SessionStartError";
}

const ENTRY: string = new URL("../session.ts", import.meta.url).href;
const CONFIG: string = Deno.env.get("MODULAB_CONFIG") ??
  fileURLToPath(new URL("../../deno.json", import.meta.url));

/**
 * Starts a session and waits until its inspector listens.
 *
 * @param options folder and permissions
 * @returns the running process, still waiting for the inspector
 * @throws SessionStartError with what the process printed, if it ends first
 */
export async function startProcess(options: SessionOptions): Promise<SessionProcess> {
  const key = crypto.randomUUID().slice(0, 8);
  // The runtime has read it when its inspector speaks.
  using configuration = configure(options.folder);
  const settings = { key, folder: options.folder };
  const child = spawnSession(options, { settings, configured: configuration.flags });
  const guard = guardSession(child.pid);
  const stderr = new PipeReader(child.stderr);
  const { url, rest } = await readGreeting(stderr).catch(async (error) => {
    await Promise.allSettled([child.stdin.close(), child.stdout.cancel(), child.status]);
    await guard[Symbol.asyncDispose]();
    throw error;
  });
  return { child, guard, key, inspector: url, stderr, stderrRest: rest };
}

/** Where a session that may open any file finds the pipe that comes in on fd 0. */
const ANSWERS = "/dev/fd/3";
/** Moves that pipe away from fd 0, which subprocesses inherit: they would take the answers from it. */
const MOVE_ANSWERS = 'exec 3<&0 </dev/null; exec "$@"';

function spawnSession(
  options: SessionOptions,
  { settings, configured }: {
    readonly settings: SessionSettings;
    readonly configured: readonly string[];
  },
): Deno.ChildProcess {
  const spawn = (command: string, before: readonly string[], told: SessionSettings) =>
    new Deno.Command(command, {
      args: [...before, ...flags(options, configured), ENTRY, JSON.stringify(told)],
      cwd: options.folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    }).spawn();
  const direct = (): Deno.ChildProcess => spawn(Deno.execPath(), [], settings);
  const mayOpen = options.permissions === undefined ||
    options.permissions.some((flag) => flag === "--allow-all" || flag === "-A");
  if (!mayOpen || Deno.build.os === "windows") return direct();
  try {
    const before = ["-c", MOVE_ANSWERS, "sh", Deno.execPath()];
    return spawn("sh", before, { ...settings, answers: ANSWERS });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return direct();
    throw error;
  }
}

function flags(options: SessionOptions, configured: readonly string[]): string[] {
  const heap = options.heapMegabytes;
  return [
    "run",
    "--no-prompt",
    "--no-lock",
    ...configured,
    "--inspect-wait=127.0.0.1:0",
    "--inspect-publish-uid=stderr",
    ...(heap === undefined ? [] : [`--v8-flags=--max-old-space-size=${heap}`]),
    ...(options.permissions ?? ["--allow-all"]),
  ];
}

/** What tells the runtime how to resolve and compile, with a file of ours if the folder needs one. */
function configure(folder: string): Disposable & { readonly flags: readonly string[] } {
  const { nodeModulesDir, allowScripts, compilerOptions, imports } = product;
  const settings = { nodeModulesDir, allowScripts, compilerOptions };
  const config = runtimeConfig(folder, { config: CONFIG, imports, settings });
  const own = config && writeConfiguration(config);
  if (own !== undefined) {
    const remove = (): void => Deno.removeSync(own, { recursive: true });
    return { flags: ["--config", join(own, CONFIG_NAME)], [Symbol.dispose]: remove };
  }
  const map = runtimeMap(folder, { config: CONFIG, imports });
  const text = map && `data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
  const flags = ["--config", CONFIG, ...(text ? [`--import-map=${text}`] : [])];
  return { flags, [Symbol.dispose]: () => {} };
}

const CONFIG_NAME = "deno.json";

/**
 * Writes it into a folder of its own, as the runtime also reads a `package.json` that lies beside it.
 * Undefined where that fails: a session without these settings is better than none.
 */
function writeConfiguration(config: Readonly<Record<string, unknown>>): string | undefined {
  try {
    const folder = Deno.makeTempDirSync({ prefix: "modulab-session-" });
    Deno.writeTextFileSync(join(folder, CONFIG_NAME), JSON.stringify(config));
    return folder;
  } catch {
    return undefined;
  }
}

/** What the runtime says of its inspector. */
const ANNOUNCEMENTS =
  /(?:Visit chrome:\/\/inspect[^\n]*|Deno is waiting for debugger[^\n]*|Debugger session started\.)\n?/g;

/**
 * Reads past the line with which the runtime announces that the inspector's client has come. A thread
 * of its own writes that line: on a busy machine the session's first mark may stand before it.
 *
 * @param started the process, its inspector connected
 * @returns what stood around that line already
 */
export async function skipAnnouncement(
  started: Pick<SessionProcess, "stderr" | "stderrRest">,
): Promise<Uint8Array> {
  let text = new TextDecoder().decode(started.stderrRest);
  while (!text.includes("Debugger session started.")) {
    const { value, done } = await started.stderr.read();
    if (done) throw new SessionStartError(`Cannot start a session: ${text.trim()}`);
    text += new TextDecoder().decode(value);
  }
  return new TextEncoder().encode(text.replace(ANNOUNCEMENTS, ""));
}

async function readGreeting(
  stderr: PieceReader,
): Promise<{ url: string; rest: Uint8Array }> {
  let text = "";
  for (;;) {
    const { value, done } = await stderr.read();
    if (done) {
      const said = text.trim() || "nothing";
      throw new SessionStartError(`Cannot start a session: its process ended and said: ${said}`);
    }
    text += new TextDecoder().decode(value);
    const match = /(ws:\/\/\S+)[^\n]*\n/.exec(text);
    if (!match?.[1]) continue;
    const after = text.slice(match.index + match[0].length);
    return { url: match[1], rest: new TextEncoder().encode(after) };
  }
}
