import assert from "node:assert/strict";
import process from "node:process";
import {
  type ChildProcessOptions,
  ChildProcessRunner,
} from "../../../../lib/experiment/runner/child_process_runner.ts";
import type { JobOutcome } from "../../../../lib/experiment/runner/job.ts";
import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../../lib/experiment/runner/worker_permissions.ts";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { inFolder } from "../../../support/temporary.ts";
import { failureOf, jobOf, outcomesOf, outputOf, testRunner } from "./conformance.ts";
import { Desk } from "./desk.ts";
import { FakeTimer } from "./fake_timer.ts";
import { assertSame } from "./same.ts";
import { askJobs, type AskSettings } from "./jobs/ask_jobs.ts";

testRunner("ChildProcessRunner.run()", () => new ChildProcessRunner());

Deno.test("ChildProcessRunner gives each job one outcome while workers are killed at random", async () => {
  const chance = SeedStream.from("kills");
  const jobs = Array.from({ length: 30 }, (_, value) => {
    return jobOf("walk", { steps: 6, value }, String(value));
  });
  let kills = 0;
  const outcomes = await outcomesOf(
    new ChildProcessRunner().run(jobs, {
      concurrency: 3,
      retries: 100,
      onProgress: ({ progress }) => {
        if (chance.uniform() >= 0.07) return;
        kills++;
        endProcess(Number(progress));
      },
    }),
  );
  assert.ok(kills >= 5, `only ${kills} workers were killed`);
  assert.equal(outcomes.size, 30);
  for (const [id, outcome] of outcomes) {
    assert.ok(outcome.status === "completed");
    assert.deepEqual(outcome.output, { value: Number(id), square: Number(id) ** 2 });
  }
});

for (
  const [what, job, stop] of [
    ["is frozen", "waitOnce", (id: number) => process.kill(id, "SIGSTOP")],
    ["never returns to its event loop", "spinOnce", () => {}],
  ] as const
) {
  Deno.test(`ChildProcessRunner replaces a worker that ${what} when its lease is over`, async () => {
    const timer = new FakeTimer();
    const frozen: number[] = [];
    const run = new ChildProcessRunner({ timer, leaseSeconds: 8 }).run([jobOf(job, null)], {
      onProgress: ({ progress }) => {
        frozen.push(Number(progress));
        stop(Number(progress));
        timer.advance(8000);
      },
    });
    assert.equal(await outputOf(run), 2);
    assert.deepEqual(frozen.map(isRunning), [false]);
  });
}

Deno.test("ChildProcessRunner gives up a worker that does not start in time", async () => {
  const timer = new FakeTimer();
  const module = new URL("./jobs/spinning_module.ts", import.meta.url).href;
  const jobs = [{ id: "a", work: { module, name: "echo" }, input: null }];
  const run = new ChildProcessRunner({ timer, startSeconds: 9 }).run(jobs, {
    retries: 1,
    onLog: ({ text }) => {
      assert.equal(text, "loading\n");
      timer.advance(9000);
    },
  });
  const { error, attempts } = await failureOf(run);
  assert.equal(error.message, "The worker did not start: it was ended by SIGKILL");
  assert.equal(attempts, 2);
});

Deno.test("ChildProcessRunner fails a job that ends every worker it is given", async () => {
  const run = new ChildProcessRunner().run([jobOf("exit", 7), jobOf("echo", 1)], {
    concurrency: 1,
    retries: 1,
  });
  const outcomes = await outcomesOf(run);
  const outcome = outcomes.get("exit");
  assert.ok(outcome?.status === "failed");
  assert.equal(outcome.error.name, "WorkerLostError");
  assert.match(outcome.error.message, /it ended with exit code 7/);
  assert.equal(outcome.attempts, 2);
  assert.equal(outcomes.get("echo")?.status, "completed");
});

Deno.test("ChildProcessRunner outlives a worker that runs out of memory", async () => {
  const runner = new ChildProcessRunner({ heapMegabytes: 60 });
  const { error } = await failureOf(runner.run([jobOf("hoard", null)], { retries: 0 }));
  assert.equal(error.name, "WorkerLostError");
  assert.match(error.message, /heap/);
});

Deno.test("ChildProcessRunner tells what jobs print, and is not disturbed by it", async () => {
  let [printed, told] = [0, ""];
  const run = new ChildProcessRunner().run([jobOf("flood", { lines: 50_000 })], {
    onLog: ({ id, stream, text }) => {
      assert.equal(id, "flood");
      if (stream === "stdout") printed += text.length;
      else told += text;
    },
  });
  assert.equal(await outputOf(run), 50_000);
  assert.equal(printed, 100 * 50_000);
  assert.equal(told, "to standard error\n");
});

Deno.test("ChildProcessRunner uses a worker again, and one at most for each place", async () => {
  const jobs = Array.from({ length: 20 }, (_, index) => jobOf("countServed", null, `${index}`));
  const outcomes = await outcomesOf(new ChildProcessRunner().run(jobs, { concurrency: 2 }));
  const last = new Map<number, number>();
  for (const outcome of outcomes.values()) {
    assert.ok(outcome.status === "completed");
    const { process, served } = outcome.output as { process: number; served: number };
    last.set(process, Math.max(served, last.get(process) ?? 0));
  }
  assert.ok(last.size <= 2);
  assert.equal([...last.values()].reduce((sum, served) => sum + served), 20);
  assert.deepEqual([...last.keys()].filter(isRunning), []);
});

Deno.test("ChildProcessRunner gives jobs of other modules workers of their own", async () => {
  const work = { module: new URL("./jobs/package_job.ts", import.meta.url).href, name: "measure" };
  const jobs = [0, 1, 2].flatMap((index) => [
    jobOf("countServed", null, `count ${index}`),
    { id: `measure ${index}`, work, input: ["kitten", "sitting"] },
  ]);
  const outcomes = await outcomesOf(new ChildProcessRunner().run(jobs, { concurrency: 1 }));
  assert.equal(outcomes.size, 6);
  for (const outcome of outcomes.values()) {
    assert.ok(outcome.status === "completed");
    // There is one place, so that each worker has given way to the one after it.
    if (outcome.id.startsWith("count")) {
      assert.equal(Reflect.get(Object(outcome.output), "served"), 1);
    }
  }
});

Deno.test("ChildProcessRunner finds packages from any folder, with no permission at all", async () => {
  await inFolder(async (folder) => {
    const work = {
      module: new URL("./jobs/package_job.ts", import.meta.url).href,
      name: "measure",
    };
    const runner = new ChildProcessRunner({ folder });
    const output = await outputOf(
      runner.run([{ id: "a", work, input: ["kitten", "sitting"] }]),
    );
    assert.deepEqual(output, [3, SeedStream.from("kitten").uint32()]);
    const where = await outputOf(runner.run([jobOf("folder", null)]));
    assert.equal(where, await Deno.realPath(folder));
  });
});

Deno.test("ChildProcessRunner grants what it is told to and nothing else", async () => {
  await inFolder(async (folder) => {
    const [open, shut] = [`${folder}/open.txt`, `${folder}/shut.txt`];
    for (const path of [open, shut]) await Deno.writeTextFile(path, "contents");
    const runner = new ChildProcessRunner({ permissions: { read: [open] } });
    assert.equal(await outputOf(runner.run([jobOf("readText", open)])), "contents");
    const { error } = await failureOf(runner.run([jobOf("readText", shut)]));
    assert.equal(error.name, "NotCapable");
    const none = await failureOf(new ChildProcessRunner().run([jobOf("readText", open)]));
    assert.equal(none.error.name, "NotCapable");
  });
});

Deno.test("ChildProcessRunner trains to the same weights as InProcessRunner, to the bit", async () => {
  const work = {
    module: new URL("./jobs/training_job.ts", import.meta.url).href,
    name: "train",
  };
  const jobs = [1, 2].map((seed) => ({ id: `${seed}`, work, input: { seed, steps: 5 } }));
  const there = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
  const far = await outcomesOf(there.run(jobs, { concurrency: 2 }));
  const near = await outcomesOf(new InProcessRunner().run(jobs));
  for (const { id } of jobs) {
    const [one, other] = [far.get(id), near.get(id)];
    assert.ok(one?.status === "completed" && other?.status === "completed");
    assertSame(one.output, other.output);
  }
});

Deno.test("ChildProcessRunner says that a worker could not start in a folder", async () => {
  const runner = new ChildProcessRunner({ folder: "/no/such/folder" });
  const { error, attempts } = await failureOf(runner.run([jobOf("echo", 1)]));
  assert.equal(error.name, "WorkerStartError");
  assert.match(error.message, /did not start in \/no\/such\/folder \(spawn .* ENOENT\)/);
  assert.equal(attempts, 1);
});

Deno.test("ChildProcessRunner says what a worker said that could not start", async () => {
  const config = new URL("./jobs/jobs.ts", import.meta.url).pathname;
  const { error, attempts } = await failureOf(
    new ChildProcessRunner({ config }).run([jobOf("echo", 1)]),
  );
  assert.equal(error.name, "WorkerStartError");
  assert.match(error.message, /ended with exit code 1 and said: .*jobs\.ts/);
  assert.equal(attempts, 1);
});

Deno.test("ChildProcessRunner leaves no process behind when it is aborted", async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const jobs = [jobOf("wait", 1, "a"), jobOf("spinOnce", 2, "b")];
  const run = new ChildProcessRunner().run(jobs, {
    concurrency: 2,
    signal: controller.signal,
    onProgress: ({ progress }) => {
      if (seen.push(Number(progress)) === 2) controller.abort();
    },
  });
  await assert.rejects(outcomesOf(run), { name: "AbortError" });
  assert.equal(seen.length, 2);
  assert.deepEqual(seen.filter(isRunning), []);
});

Deno.test("ChildProcessRunner ends what a job has started together with its worker", async () => {
  using desk = new Desk();
  const { port } = desk;
  const controller = new AbortController();
  const runner = new ChildProcessRunner({ permissions: { run: true } });
  const aborted = outcomesOf(
    runner.run([jobOf("startProgram", { port, exit: false })], { signal: controller.signal }),
  );
  const first = await desk.next();
  controller.abort();
  await assert.rejects(aborted, { name: "AbortError" });
  await first.gone;

  const run = runner.run([jobOf("startProgram", { port, exit: true })], { retries: 0 });
  const [{ error }, second] = await Promise.all([failureOf(run), desk.next()]);
  assert.match(error.message, /ended with exit code 3/);
  await second.gone;
});

Deno.test("workers of ChildProcessRunner end with their parent, even while they loop", async () => {
  await inFolder(async (store) => {
    using desk = new Desk();
    const settings = { port: desk.port, names: ["a", "b"], concurrency: 2, store };
    const parent = startParent(settings);
    const visitors = [await desk.next(), await desk.next()];
    await visitors[0]?.reply("spin");
    parent.kill("SIGKILL");
    await parent.status;
    for (const visitor of visitors) await visitor.gone;
  });
});

Deno.test("ChildProcessRunner does not do again what a killed parent has finished", async () => {
  await inFolder(async (store) => {
    using desk = new Desk();
    const names = ["a", "b", "c", "d"];
    const settings = { port: desk.port, names, concurrency: 1, store };
    const parent = startParent(settings);
    for (const name of ["a", "b"]) {
      const visitor = await desk.next();
      assert.equal(visitor.name, name);
      await visitor.reply(`done ${name}`);
    }
    const third = await desk.next();
    assert.equal(third.name, "c");
    parent.kill("SIGKILL");
    await parent.status;
    await third.gone;

    const run = outcomesOf(
      askRunner().run(askJobs(settings), {
        concurrency: 1,
        store: new JobStore(store),
      }),
    );
    for (const name of ["c", "d"]) {
      const visitor = await desk.next();
      assert.equal(visitor.name, name);
      await visitor.reply(`done ${name}`);
    }
    const outcomes = [...(await run).values()].map(describe);
    assert.deepEqual(outcomes, ["a: done a, 0", "b: done b, 0", "c: done c, 1", "d: done d, 1"]);
  });
});

function describe(outcome: JobOutcome): string {
  assert.ok(outcome.status === "completed");
  return `${outcome.id}: ${outcome.output}, ${outcome.attempts}`;
}

function askRunner(options: ChildProcessOptions = {}): ChildProcessRunner {
  return new ChildProcessRunner({ permissions: { net: ["127.0.0.1"] }, ...options });
}

function startParent(settings: AskSettings): Deno.ChildProcess {
  const program = new URL("./jobs/parent.ts", import.meta.url).href;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-lock", program, JSON.stringify(settings)],
    stdin: "null",
    stdout: "null",
  }).spawn();
}

/** A worker may be gone already when its report is read. */
function endProcess(id: number): void {
  if (isRunning(id)) process.kill(id, "SIGKILL");
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

Deno.test("ChildProcessRunner refuses options that mean nothing", () => {
  const make = (options: object) => () => new ChildProcessRunner(options);
  assert.throws(make({ permisions: {} }), /did you mean "permissions"\?/);
  assert.throws(make({ leaseSeconds: -1 }), /leaseSeconds = -1: give a number above 0/);
  assert.throws(make({ heapMegabytes: NaN }), /heapMegabytes = NaN/);
});
