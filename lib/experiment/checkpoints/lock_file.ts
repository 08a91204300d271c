/**
 * A file that one process holds at a time, whatever became of those that held it before.
 *
 * @module
 */

import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import process from "node:process";

/** The process that holds a file. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** What is known of a file: who holds it, that its holder has died, or that it is not there. */
type Known = Holder | "dead" | "gone";

let drafts = 0;

/**
 * Takes a file for this process, which holds nothing of that path: what an earlier process of the same
 * number has left is taken over, as that of any other that was killed. Of processes that try at once one
 * has it in the end. Whoever has it gives it back by deleting it.
 *
 * @param path of the file, whose folder exists
 * @returns the process that holds it, when it is another; nothing when it is this one
 * @example
 * ```ts
 * import { rm } from "node:fs/promises";
 * import { takeFile } from "./lock_file.ts";
 * async function alone(work: () => Promise<void>): Promise<void> {
 *   const other = await takeFile("runs/run.lock");
 *   if (other !== undefined) throw new Error(`The process ${other.pid} is at work`);
 *   await work();
 *   await rm("runs/run.lock");
 * }
 * ```
 */
export async function takeFile(path: string): Promise<Holder | undefined> {
  // It has its content before it has its name: nobody reads half of it.
  const draft = `${path}.${process.pid}-${++drafts}.part`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    for (;;) {
      if (await named(draft, path)) return undefined;
      const known = await look(path);
      const now = known === "dead" ? await succeed(draft, path) : known;
      if (now !== "gone") return now;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives a draft its name, unless something has it. */
async function named(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch(async (error: unknown) => {
      if (codeOf(error) === "EEXIST") throw error;
      // Where there are no hard links, as on exFAT, others can see it before it is written.
      await writeFile(path, await readFile(draft), { flag: "wx" });
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Puts a draft in the place of what a dead process has left. Two that look at it at once would both do so,
 * the later one with what the earlier one has put there: who may do it is a file like any other.
 */
async function succeed(draft: string, path: string): Promise<Holder | "gone" | undefined> {
  const right = `${path}.next`;
  const other = await takeFile(right);
  if (other !== undefined) return other;
  try {
    const known = await look(path);
    if (known !== "dead") return known;
    await rename(draft, path);
    return undefined;
  } finally {
    await rm(right, { force: true });
  }
}

async function look(path: string): Promise<Known> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? "gone" : livingOf(text);
}

/** What runs elsewhere cannot be asked, and is taken to be there. */
function livingOf(text: string): Holder | "dead" {
  const holder = holderOf(text);
  if (holder === undefined || holder.host !== hostname()) return holder ?? "dead";
  if (holder.pid === process.pid) return "dead";
  try {
    process.kill(holder.pid, 0);
    return holder;
  } catch (error) {
    return codeOf(error) === "EPERM" ? holder : "dead";
  }
}

/** Nobody holds a file whose text is not whole: a disk was full, or the power failed. */
function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host } = JSON.parse(text) as Holder;
    return { pid, host };
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { readonly code?: string }).code;
}
