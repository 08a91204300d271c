import assert from "node:assert/strict";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { lockFolder } from "../../../../lib/experiment/checkpoints/folder_lock.ts";
import { TextLineStream } from "./lines.ts";
import { inFolder } from "../../../support/temporary.ts";

const { signal } = new AbortController();

Deno.test("lockFolder() lets one run of a program keep checkpoints in a folder, and then the next", async () => {
  await inFolder(async (folder) => {
    const runs = join(folder, "runs");
    {
      using _first = await lockFolder(runs, signal);
      await assert.rejects(lockFolder(join(runs, "."), signal), {
        name: "FolderTakenError",
        message: /another run of this program keeps its own there; give another folder/,
      });
    }
    assert.deepEqual(await readdir(runs), []);
    using _second = await lockFolder(runs, signal);
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
  const dead = await deadProcess();
  await inFolder(async (folder) => {
    for (const left of [JSON.stringify({ pid: dead, host: hostname() }), "", '{"pid":']) {
      await writeFile(join(folder, "run.lock"), left);
      using _taken = await lockFolder(folder, signal);
    }
    const controller = new AbortController();
    const stuck = await lockFolder(folder, controller.signal);
    controller.abort();
    using _taken = await lockFolder(folder, signal);
    stuck[Symbol.dispose]();
    assert.deepEqual(await readdir(folder), ["run.lock"]);
  });
});

Deno.test("lockFolder() gives each folder that a killed run has left to one of many processes", async () => {
  const left = JSON.stringify({ pid: await deadProcess(), host: hostname() });
  await inFolder(async (all) => {
    const folders = Array.from({ length: 60 }, (_, at) => join(all, `folder ${at}`));
    for (const [at, folder] of folders.entries()) {
      await mkdir(folder);
      await writeFile(join(folder, "run.lock"), left);
      // Some were killed while they took over what another one had left.
      if (at % 3 === 0) await writeFile(join(folder, "run.lock.next"), left);
    }
    const contenders = Array.from({ length: 5 }, () => contender(folders));
    for (const one of contenders) assert.equal(await one.line(), "ready");
    for (const one of contenders) await one.say("go\n");
    const taken = await Promise.all(contenders.map(async (one) => JSON.parse(await one.line())));
    assert.deepEqual(taken.flat().toSorted(), folders.toSorted());
    for (const folder of folders) assert.deepEqual(await readdir(folder), ["run.lock"]);
    for (const one of contenders) await one.end();
  });
});

Deno.test("lockFolder() knows a folder by whatever name it is given", async () => {
  await inFolder(async (folder) => {
    const [runs, other] = [join(folder, "runs"), join(folder, "other")];
    await mkdir(runs);
    await symlink(runs, other);
    using _taken = await lockFolder(runs, signal);
    await assert.rejects(lockFolder(other, signal), /another run of this program/);
  });
});

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const args = ["eval", "console.log(Deno.pid)"];
  const child = await new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).output();
  return Number(new TextDecoder().decode(child.stdout));
}

/** Another process that waits for a line to take folders. */
function contender(folders: readonly string[]) {
  const program = fileURLToPath(new URL("lock_program.ts", import.meta.url));
  const args = ["run", "--allow-all", program, ...folders];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" })
    .spawn();
  const lines = child.stdout.pipeThrough(new TextLineStream()).getReader();
  const input = child.stdin.getWriter();
  return {
    line: async () => (await lines.read()).value ?? assert.fail("the process has ended"),
    say: (text: string) => input.write(new TextEncoder().encode(text)),
    end: async () => {
      await input.close();
      assert.ok((await child.status).success);
      await lines.cancel();
    },
  };
}
