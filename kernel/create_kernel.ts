/**
 * Assembles a kernel: the only place where its parts meet.
 *
 * @module
 */

import type { Assist } from "./assist/assist.ts";
import { SessionKeeper } from "./evaluate/keeper.ts";
import { within } from "./evaluate/within.ts";
import { lazyNames } from "./prelude.ts";
import { HistoryStore } from "./record/history.ts";
import { Audience } from "./requests/audience.ts";
import { CellBook } from "./requests/cells.ts";
import { Kernel } from "./requests/kernel.ts";
import type { KernelState } from "./requests/kernel_state.ts";
import type { LateChecks } from "./requests/late_checks.ts";
import { OpenComms } from "./requests/open_comms.ts";
import { CompiledCells } from "./requests/compiled_cells.ts";
import { Outputs } from "./requests/outputs.ts";
import { Publisher } from "./requests/publisher.ts";
import { Questions } from "./requests/questions.ts";
import type { Author, JsonObject } from "./wire/message.ts";
import type { KernelTransport } from "./wire/transport.ts";

/** What a kernel is made of. */
export interface KernelInit {
  readonly transport: KernelTransport;
  /** The notebook's folder, absolute. */
  readonly folder: string;
  /** SQLite file of the history; default `:memory:`. */
  readonly historyFile?: string | undefined;
  /** Starts the language server; absent means none. */
  readonly startAssist?: (() => Assist) | undefined;
  /** Takes the type checks of cells, whose client waits for them at its own end; absent: cells wait. */
  readonly lateChecks?: LateChecks | undefined;
  /** Permission flags of the session; default `--allow-all`. */
  readonly permissions?: readonly string[] | undefined;
  /** Ports by channel, for `connect_request`. */
  readonly ports?: JsonObject | undefined;
  /** Hears of what went wrong inside. */
  readonly log?: ((text: string) => void) | undefined;
}

/** A cell whose session has ended needs a few milliseconds to say so. */
const LAST_WORDS_MS = 1000;

/** Commands, and what measures their tables, take 40 ms to load, which a kernel's start need not wait for. */
const COMMAND_EVENT: string = "./requests/command_event.ts";

type Commands = typeof import("./requests/command_event.ts");

/** A kernel at work. */
export interface RunningKernel extends AsyncDisposable {
  /** Resolves when a client has asked for the end; the value is whether for a restart. */
  readonly ended: Promise<boolean>;
}

/**
 * Starts a kernel on a transport.
 *
 * @param init transport, folder, and what else differs
 * @returns the kernel, listening
 */
export function createKernel(init: KernelInit): RunningKernel {
  const { transport, log = () => {} } = init;
  const author: Author = { session: crypto.randomUUID(), username: "modulab" };
  const ended = Promise.withResolvers<boolean>();
  const publisher = new Publisher(transport, author);
  const cells = new CellBook();
  const outputs = new Outputs(publisher, cells, (cell, event) => {
    const done = event.type === "input"
      ? state.questions.ask(cell, event)
      : runCommand(state, { cell, event });
    done.catch((error) => log(`Cannot serve a cell: ${error}`));
  });
  const keeper = startKeeper(init, outputs, () => state);
  const state: KernelState = {
    author,
    publisher,
    outputs,
    audience: new Audience(),
    cells,
    keeper,
    history: openHistory(init, log),
    questions: new Questions(publisher, keeper),
    comms: new OpenComms(),
    assist: init.startAssist?.(),
    lazyNames: lazyNames(),
    ports: init.ports ?? {},
    declared: new Set(),
    compiled: new CompiledCells(),
    payloads: [],
    executionCount: 0,
    checkPolicy: "warn",
    assistWarm: false,
    checkOverdue: false,
    lateChecks: init.lateChecks,
    lost: undefined,
    restarting: undefined,
    shutdown: (restart) => ended.resolve(restart),
  };
  outputs.onComm = (action, content) => state.comms.follow(action, content);
  state.assist?.warm.then(() => state.assistWarm = true);
  keeper.current().catch(() => {}); // the first cell hears why there is no session
  publisher.status({}, "starting");
  const kernel = new Kernel(state, log);
  transport.listen(kernel);
  return {
    ended: ended.promise,
    [Symbol.asyncDispose]: () => close(kernel, { state, transport, log }),
  };
}

function startKeeper(
  { folder, permissions }: KernelInit,
  outputs: Outputs,
  state: () => KernelState,
): SessionKeeper {
  const options = { folder, ...(permissions ? { permissions } : {}) };
  return new SessionKeeper(options, {
    output: (output) => outputs.take(output),
    ended: (end) => forgetSession(state(), end.reason),
  });
}

async function runCommand(...told: Parameters<Commands["runCommandEvent"]>): Promise<void> {
  const { runCommandEvent }: Commands = await import(COMMAND_EVENT);
  await runCommandEvent(...told);
}

/** What a session knew is gone with it; the next cell is told. */
function forgetSession(state: KernelState, why: string): void {
  state.outputs.flush();
  state.lost = why;
  state.declared.clear();
  state.compiled.clear();
  state.assist?.reset();
  for (const comm_id of state.comms.clear()) {
    state.publisher.publish({}, { msg_type: "comm_close", content: { comm_id, data: {} } });
  }
}

/** A history that cannot be opened is no reason not to work. */
function openHistory({ historyFile }: KernelInit, log: (text: string) => void): HistoryStore {
  try {
    return new HistoryStore(historyFile ?? ":memory:", new Date());
  } catch (error) {
    log(`Cannot open the history ${historyFile}: ${error}; this session is not kept`);
    return new HistoryStore(":memory:", new Date());
  }
}

async function close(
  kernel: Kernel,
  { state, transport, log }: {
    readonly state: KernelState;
    readonly transport: KernelTransport;
    readonly log: (text: string) => void;
  },
): Promise<void> {
  state.outputs.flush();
  state.audience.arrive(); // nobody comes any more
  await state.keeper[Symbol.asyncDispose]();
  await state.assist?.close();
  await within(LAST_WORDS_MS, kernel.idle()); // who waits for a cell hears what became of it
  closeHistory(state.history, log);
  await transport.close();
}

/** Nor is one that cannot be written any more a reason to end otherwise. */
function closeHistory(history: HistoryStore, log: (text: string) => void): void {
  try {
    history[Symbol.dispose]();
  } catch (error) {
    log(`Cannot write the history: ${error}; the last cells are not kept`);
  }
}
