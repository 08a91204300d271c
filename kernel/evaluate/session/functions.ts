/**
 * The functions of a session that the kernel calls by name.
 *
 * @module
 */

import type { Comms } from "../../comm/comms.ts";
import type { MimeBundle } from "../../display/bundle.ts";
import type { CellAnnouncement } from "../events.ts";
import { Captured, type CapturedPart } from "./captured.ts";
import type { CommandAnswer, Commands } from "./commands.ts";
import type { Cells } from "./context.ts";
import { describeError } from "./errors.ts";
import type { Formatter } from "./hooks.ts";
import type { HostFunction } from "./host.ts";
import type { InputAnswer, Inputs } from "./input.ts";
import { portray } from "./look/portrait.ts";
import { summariseAll } from "./look/summary.ts";
import type { Output } from "./output.ts";
import { Shells } from "./shell.ts";

/** The stages that the functions reach. */
export interface FunctionParts {
  readonly cells: Cells;
  readonly inputs: Inputs;
  readonly commands: Commands;
  readonly comms: Comms;
  readonly formatter: Formatter;
  readonly output: Output;
  readonly importer: { reload(): void };
}

/** A comm message as the kernel hands it on: buffers are base64. */
export interface CommDelivery {
  readonly action: "comm_open" | "comm_msg" | "comm_close";
  readonly content: {
    readonly comm_id: string;
    readonly target_name?: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly string[];
}

/**
 * Lists what the kernel may call.
 *
 * @param parts the stages that the functions reach
 * @returns functions by name
 */
export function hostFunctions(parts: FunctionParts): Readonly<Record<string, HostFunction>> {
  const shells = new Shells(parts.cells);
  const folders = new Folders();
  return {
    answerInput: (answer: InputAnswer) => parts.inputs.answer(answer),
    answerCommand: (answer: CommandAnswer) => parts.commands.answer(answer),
    receiveComm: (cell: CellAnnouncement, delivery: CommDelivery) =>
      receiveComm(parts, cell, delivery),
    bundleOf: (cell: string) => bundleOf(parts, cell),
    reload: () => parts.importer.reload(),
    chdir: (folder: string) => folders.change(folder),
    chdirBack: () => folders.back(),
    getEnv: (name: string) => Deno.env.get(name) ?? null,
    setEnv: (name: string, value: string) => Deno.env.set(name, value),
    listEnv: () => Deno.env.toObject(),
    readText: (file: string) => Deno.readTextFile(file),
    startShell: (script: string) => shells.start(script),
    waitForShell: (pid: number, cell?: string) => shells.wait(pid, cell),
    captured: (captured: readonly CapturedPart[]) => new Captured(captured, parts.output),
    summariseAll,
    portray,
    memory: () => Deno.memoryUsage().rss,
  };
}

/** Handlers run from the event loop, never inside whatever the inspector interrupted. */
function receiveComm(
  parts: FunctionParts,
  cell: CellAnnouncement,
  delivery: CommDelivery,
): Promise<void> {
  const { action, content, metadata } = delivery;
  const buffers = delivery.buffers.map((text) => Uint8Array.fromBase64(text));
  return new Promise((resolve) => {
    setImmediate(async () => {
      parts.cells.announce(cell);
      parts.cells.enter(cell.id);
      try {
        await parts.comms.receive(action, content, { data: content.data, metadata, buffers });
      } catch (thrown) {
        const error = describeError(thrown, (value) => Deno.inspect(value));
        parts.output.event({ type: "stray", cell: cell.id, error });
      }
      parts.cells.forget(cell.id);
      resolve();
    });
  });
}

/** The bundle of a cell's value, for user expressions. */
async function bundleOf(parts: FunctionParts, cell: string): Promise<MimeBundle> {
  const { value } = parts.cells.get(cell);
  parts.cells.forget(cell);
  // What loops inside a dispatch of the inspector can be stopped by nothing.
  await new Promise<void>((resolve) => setImmediate(resolve));
  return parts.formatter.formatSync(value) ?? await parts.formatter.formatValue(value);
}

/** The working folder, and the one before it. */
class Folders {
  #before: string | undefined;

  /** Changes the working folder; returns its path. */
  change(folder: string): string {
    const before = workingFolder();
    Deno.chdir(folder);
    const after = Deno.cwd();
    if (after !== before) this.#before = before;
    return after;
  }

  /** Changes back; null where no folder was before. */
  back(): string | null {
    return this.#before === undefined ? null : this.change(this.#before);
  }
}

/** Undefined for one that has been removed. */
function workingFolder(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}
