import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { lockFolder } from "../../../../lib/experiment/checkpoints/folder_lock.ts";
import { inFolder } from "../../../support/temporary.ts";

const { signal } = new AbortController();

Deno.test("lockFolder() lets one run of a program keep checkpoints in a folder, and then the next", async () => {
  await inFolder(async (folder) => {
    const runs = join(folder, "runs");
    {
      await using _first = await lockFolder(runs, signal);
      await assert.rejects(lockFolder(join(runs, "."), signal), {
        name: "FolderTakenError",
        message: /another run of this program keeps its own there; give another folder/,
      });
    }
    assert.deepEqual(await readdir(runs), []);
    await using _second = await lockFolder(runs, signal);
  });
});

Deno.test("lockFolder() respects processes that live, and those of other machines", async () => {
  await inFolder(async (folder) => {
    const [living, elsewhere] = [[process.ppid, hostname()], [1, "elsewhere"]] as const;
    for (const [pid, host] of [living, elsewhere]) {
      await writeFile(join(folder, "run.lock"), JSON.stringify({ pid, host }));
      await assert.rejects(lockFolder(folder, signal), new RegExp(`the process ${pid}.*run.lock`));
    }
  });
});

Deno.test("lockFolder() takes over what killed or interrupted runs have left", async () => {
  const child = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "console.log(Deno.pid)"],
    stdout: "piped",
  }).output();
  const dead = Number(new TextDecoder().decode(child.stdout));
  await inFolder(async (folder) => {
    for (const left of [JSON.stringify({ pid: dead, host: hostname() }), "", '{"pid":']) {
      await writeFile(join(folder, "run.lock"), left);
      await using _taken = await lockFolder(folder, signal);
    }
    const controller = new AbortController();
    const stuck = await lockFolder(folder, controller.signal);
    controller.abort();
    await using _taken = await lockFolder(folder, signal);
    await stuck[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(folder), ["run.lock"]);
  });
});
