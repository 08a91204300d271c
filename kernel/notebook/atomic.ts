/**
 * Writing a file whole or not at all.
 *
 * @module
 */

import {
  access,
  chmod,
  constants,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import type { Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Writes text to a temporary file beside the target and renames it over the target.
 *
 * A link is followed, and the mode of a file that was there is kept; one that is read-only stays as it
 * is. What is no file, such as a device, takes the text and stays.
 *
 * @param file the target; its folder must exist
 * @param text the whole content
 * @throws {TargetError} when that fails; the target is then as it was
 * @example
 * ```ts
 * import { writeAtomically } from "./atomic.ts";
 * await writeAtomically(`${await Deno.makeTempDir()}/note.txt`, "all of it\n");
 * ```
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const target = await placeOf(file);
  const present = await stat(file).catch(() => undefined);
  if (present !== undefined && !present.isFile()) return await writeInto(file, text);
  await checkWritable(file, present);
  const mode = present && present.mode & 0o777;
  const temporary = join(
    dirname(target),
    `.${basename(target)}.${crypto.randomUUID().slice(0, 8)}.tmp`,
  );
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(text, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw targetError(file, error);
  }
}

/** Renaming asks the folder only: a file that its owner has set read-only would be replaced without a word. */
async function checkWritable(file: string, present: Stats | undefined): Promise<void> {
  if (present === undefined) return;
  // Its mode, as well, because the superuser may write to any.
  const isReadOnly = (present.mode & 0o222) === 0 ||
    !await access(file, constants.W_OK).then(() => true, () => false);
  if (!isReadOnly) return;
  throw new TargetError(
    `Cannot write ${file}: it is read-only; name another file, or change its mode`,
  );
}

/** A device or a pipe, such as /dev/null, takes text; a file in its place would be its end. */
async function writeInto(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, "utf8");
  } catch (error) {
    throw targetError(file, error);
  }
}

/** A file that cannot be written; the message names it and says why. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/** What a target must not be. */
export interface TargetOptions {
  /** Files that hold something else, by what they hold: `{ "the notebook": "a.ipynb" }`. */
  readonly keep?: Readonly<Record<string, string>>;
}

/**
 * Makes the folder of a file and checks that it can be written.
 *
 * @param file a file that is to be written later
 * @param options files that writing must not destroy
 * @throws {TargetError} when that would fail, or destroy one of them
 * @example
 * ```ts
 * import { prepareTarget } from "./atomic.ts";
 * await prepareTarget(`${await Deno.makeTempDir()}/out/page.html`);
 * ```
 */
export async function prepareTarget(
  file: string,
  { keep = {} }: TargetOptions = {},
): Promise<void> {
  const present = await stat(file).catch(() => undefined);
  if (present?.isDirectory()) {
    throw new TargetError(`Cannot write ${file}: it is a folder; name a file in it`);
  }
  for (const [what, other] of Object.entries(keep)) {
    if (await placeOf(file) !== await placeOf(other)) continue;
    throw new TargetError(`Cannot write ${file}: ${what} is there; name another file`);
  }
  const folder = dirname(resolve(file));
  const isDevice = present !== undefined && !present.isFile();
  if (!isDevice) await checkWritable(file, present);
  try {
    await mkdir(folder, { recursive: true });
    await access(isDevice ? file : folder, constants.W_OK);
  } catch (error) {
    throw targetError(file, error);
  }
}

function targetError(file: string, cause: unknown): TargetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice = /^(?:EACCES|EROFS|EPERM)\b/.test(reason)
    ? "; name a file in a folder that you may write to"
    : "";
  return new TargetError(`Cannot write ${file}: ${reason}${advice}`, { cause });
}

/** Where a file is, or would be: links lead to the same place. */
async function placeOf(file: string): Promise<string> {
  const folder = await realpath(dirname(file)).catch(() => resolve(dirname(file)));
  return await realpath(file).catch(() => join(folder, basename(file)));
}
