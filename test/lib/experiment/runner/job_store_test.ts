import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import type { Work } from "../../../../lib/experiment/runner/job.ts";
import { identifyJob } from "../../../../lib/experiment/runner/job_identity.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { packTree, type PlainTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import { inFolder } from "../../../support/temporary.ts";
import { jobOf, JOBS, outcomesOf } from "./conformance.ts";
import { assertSame } from "./same.ts";

const OUTPUT: PlainTree = {
  loss: NaN,
  weights: new Float32Array([-0, 1 / 3]),
  none: new Uint8Array(0),
};

Deno.test("JobStore gives back what was put, bit for bit, and leaves no drafts", async () => {
  await inFolder(async (folder) => {
    const store = new JobStore(`${folder}/deep/store`);
    assert.equal(await store.get("key"), undefined);
    await Promise.all([store.put("key", packTree(OUTPUT)), store.put("key", packTree(OUTPUT))]);
    const kept = await new JobStore(store.folder).get("key");
    assert.ok(kept);
    assertSame(unpackTree(kept), OUTPUT);
    assert.deepEqual(await names(store.folder), ["key.job"]);
  });
});

Deno.test("JobStore takes a damaged file for absent, whichever byte of it is", async () => {
  await inFolder(async (folder) => {
    const store = new JobStore(folder);
    await store.put("key", packTree(OUTPUT));
    const path = `${folder}/key.job`;
    const whole = await Deno.readFile(path);
    for (let index = 0; index < whole.length; index++) {
      const damaged = whole.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 4;
      await Deno.writeFile(path, damaged);
      assert.equal(await store.get("key"), undefined, `byte ${index}`);
    }
    for (const length of [0, 10, 32, 40, whole.length - 1]) {
      await Deno.writeFile(path, whole.subarray(0, length));
      assert.equal(await store.get("key"), undefined, `${length} bytes`);
    }
    await Deno.writeFile(`${folder}/other.job`, whole);
    assert.equal(await store.get("other"), undefined, "the output of another job");
    await Deno.writeFile(path, whole);
    assert.ok(await store.get("key"));
  });
});

Deno.test("JobStore refuses what is no folder", () => {
  assert.throws(() => new JobStore(undefined as never), /Cannot keep outputs in undefined/);
  assert.throws(() => new JobStore(""), /give the path of a folder/);
});

Deno.test("JobStore says when its folder cannot be written", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const store = new JobStore(`${folder}/file`);
    const run = new InProcessRunner().run([jobOf("echo", 1)], { store });
    await assert.rejects(outcomesOf(run), /ENOTDIR|EEXIST|[Nn]ot a directory|exists/);
  });
});

Deno.test("a run with a JobStore does again what failed or has changed, and nothing else", async () => {
  await inFolder(async (folder) => {
    const store = new JobStore(folder);
    async function attempts(input: PlainTree): Promise<readonly string[]> {
      const jobs = [jobOf("echo", input), jobOf("fail", { message: "oh" })];
      const outcomes = await outcomesOf(new InProcessRunner().run(jobs, { store }));
      return [...outcomes.values()].map(({ id, attempts }) => `${id} ${attempts}`);
    }
    assert.deepEqual(await attempts({ a: 1, b: -0 }), ["echo 1", "fail 1"]);
    assert.deepEqual(await attempts({ b: -0, a: 1 }), ["echo 0", "fail 1"]);
    assert.deepEqual(await attempts({ b: 0, a: 1 }), ["echo 1", "fail 1"]);
  });
});

Deno.test("identifyJob() looks at work, version, input and the text of the module", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/fold.ts`;
    const module = pathToFileURL(path).href;
    const identify = (
      work: Partial<Work>,
      input: PlainTree = new Float32Array([1]),
    ): Promise<string> => identifyJob({ module, name: "train", ...work }, packTree(input));
    await Deno.writeTextFile(path, "export function train() {}");
    const same = await identify({});
    assert.equal(await identify({}), same);
    const others = [
      await identify({ name: "test" }),
      await identify({ version: "2" }),
      await identify({ module: `${module}?2` }),
      await identify({ module: JOBS }),
      await identify({}, new Float64Array([1])),
      await identify({}, new Float32Array([-1])),
    ];
    await Deno.writeTextFile(path, "export function train() { return 1; }");
    others.push(await identify({}));
    assert.equal(new Set([same, ...others]).size, others.length + 1);
  });
});

Deno.test("identifyJob() takes modules that are not on this machine by their URL", async () => {
  const input = packTree(1);
  const keys = await Promise.all(
    ["https://example.org/a.ts", "https://example.org/b.ts", "file:///no/such/module.ts"]
      .map((module) => identifyJob({ module, name: "train" }, input)),
  );
  assert.equal(new Set(keys).size, 3);
});

async function names(folder: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
}
