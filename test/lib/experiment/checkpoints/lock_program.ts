/**
 * A program that tries to take folders, in order, as soon as it reads a line, and tells by a line which of
 * them it has. It keeps them until its input ends.
 */
import { lockFolder } from "../../../../lib/experiment/checkpoints/folder_lock.ts";

const { signal } = new AbortController();
const input = Deno.stdin.readable.getReader();
console.log("ready");
await input.read();
const taken: string[] = [];
for (const folder of Deno.args) {
  const lock = await lockFolder(folder, signal).catch((error: Error) => {
    if (error.name !== "FolderTakenError") throw error;
  });
  if (lock !== undefined) taken.push(folder);
}
console.log(JSON.stringify(taken));
await input.read();
