/**
 * One run at a time keeps checkpoints in a folder.
 *
 * @module
 */

import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { quote } from "../../core/names.ts";

/** The file that says who keeps checkpoints in a folder. */
const FILE = "run.lock";

/** Who keeps checkpoints in a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Folders that runs of this process hold, and what interrupts these runs. */
const held = new Map<string, AbortSignal>();

/** Another run keeps checkpoints in a folder. */
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
 *   await using _taken = await lockFolder("runs/soh", signal);
 * }
 * ```
 */
export async function lockFolder(
  directory: string,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const folder = resolve(directory);
  const other = held.get(folder);
  if (other !== undefined && !other.aborted) throw taken(directory, "another run of this program");
  held.set(folder, signal);
  try {
    await mkdir(folder, { recursive: true });
    await takeFile(join(folder, FILE), directory);
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (held.get(folder) !== signal) return;
      held.delete(folder);
      // One that stays, as in a folder that is gone, says nothing once this process has ended.
      await rm(join(folder, FILE), { force: true }).catch(() => {});
    },
  };
}

async function takeFile(path: string, directory: string): Promise<void> {
  const own: Holder = { pid: process.pid, host: hostname() };
  try {
    await using file = await open(path, "wx");
    await file.writeFile(JSON.stringify(own));
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "EEXIST") throw error;
    const holder = await readHolder(path);
    if (holder !== undefined && isThere(holder, own)) {
      const { pid, host } = holder;
      throw taken(directory, `the process ${pid}${host === own.host ? "" : ` on ${host}`}`);
    }
    await rm(path, { force: true });
    await takeFile(path, directory);
  }
}

/** One that was killed while it wrote the file is not there. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** What runs elsewhere cannot be asked, and is taken to be there. */
function isThere({ pid, host }: Holder, own: Holder): boolean {
  if (host !== own.host) return true;
  // This process holds nothing there, so that an earlier one of the same number does not either.
  if (pid === own.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code === "EPERM";
  }
}

function taken(directory: string, who: string): FolderTakenError {
  return new FolderTakenError(
    `Cannot keep checkpoints in ${quote(directory)}: ${who} keeps its own there; give another ` +
      `folder, or wait for its end (delete ${FILE} in there when nothing runs)`,
  );
}
