/**
 * One run at a time keeps checkpoints in a folder.
 *
 * @module
 */

import { rmSync } from "node:fs";
import { mkdir, realpath } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { quote } from "../../core/names.ts";
import { type Holder, takeFile } from "./lock_file.ts";

/** The file that says who keeps checkpoints in a folder. */
const FILE = "run.lock";

/** Folders that runs of this process hold, and what interrupts these runs. */
const held = new Map<string, AbortSignal>();

/**
 * Another run keeps checkpoints in a folder.
 *
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { Checkpointing } from "./checkpointing.ts";
 * import { FolderTakenError } from "./folder_lock.ts";
 * const run = (one: Experiment, directory: string) =>
 *   one.run({ checkpointing: new Checkpointing({ directory }) }).catch((error) => {
 *     if (!(error instanceof FolderTakenError)) throw error;
 *     return one.run({ checkpointing: new Checkpointing({ directory: `${directory}_2` }) });
 *   });
 * ```
 */
export class FolderTakenError extends RangeError {
  override readonly name = "FolderTakenError";
}

/**
 * Takes a folder for one run. A run that was killed holds nothing, and neither does one of this process
 * whose signal has aborted: it may never end.
 *
 * @param directory path of the folder; it is made when it is not there
 * @param signal what interrupts the run
 * @returns gives the folder back when it is disposed
 * @throws FolderTakenError when another run has it
 * @example
 * ```ts
 * import { lockFolder } from "./folder_lock.ts";
 * async function keep(signal: AbortSignal): Promise<void> {
 *   using _taken = await lockFolder("runs/soh", signal);
 * }
 * ```
 */
export async function lockFolder(
  directory: string,
  signal: AbortSignal,
): Promise<Disposable> {
  await mkdir(directory, { recursive: true });
  const folder = await realpath(directory);
  const other = held.get(folder);
  if (other !== undefined && !other.aborted) throw taken(directory, "another run of this program");
  held.set(folder, signal);
  const isOwn = (): boolean => held.get(folder) === signal;
  try {
    const holder = await takeFile(join(folder, FILE));
    if (holder !== undefined) throw taken(directory, processOf(holder));
  } catch (error) {
    if (isOwn()) held.delete(folder);
    throw error;
  }
  return {
    [Symbol.dispose]: () => {
      if (!isOwn()) return;
      held.delete(folder);
      giveBack(join(folder, FILE));
    },
  };
}

/** Without waiting: the next run of this program may take it meanwhile. */
function giveBack(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // One that stays, as in a folder that is gone, says nothing once this process has ended.
  }
}

function processOf({ pid, host }: Holder): string {
  return `the process ${pid}${host === hostname() ? "" : ` on ${host}`}`;
}

function taken(directory: string, who: string): FolderTakenError {
  return new FolderTakenError(
    `Cannot keep checkpoints in ${quote(directory)}: ${who} keeps its own there; give another ` +
      `folder, or wait for its end (delete ${FILE} in there when nothing runs)`,
  );
}
