import assert from "node:assert/strict";
import fc from "fast-check";
import type { Job } from "../../../../lib/experiment/runner/job.ts";
import { runJobs } from "../../../../lib/experiment/runner/run_jobs.ts";
import type { Answer, Attempt } from "../../../../lib/experiment/runner/worker_link.ts";
import type { Workers } from "../../../../lib/experiment/runner/workers.ts";
import { outcomesOf } from "./conformance.ts";

/** What workers do with the attempts of a job, in turn; then they complete it. */
type Script = readonly ("thrown" | "lost")[];

/** Workers that follow scripts, and answer after as many turns of the event loop as they are told. */
class ScriptedWorkers implements Workers {
  readonly calls: string[] = [];
  open = 0;
  most = 0;
  readonly #scripts: readonly Script[];

  constructor(scripts: readonly Script[]) {
    this.#scripts = scripts;
  }

  async execute({ id, attempt, input }: Attempt): Promise<Answer> {
    this.most = Math.max(this.most, ++this.open);
    this.calls.push(`${id}/${attempt}`);
    for (let turn = 0; turn < Number(id) % 3; turn++) await Promise.resolve();
    this.open--;
    const step = this.#scripts[Number(id)]?.[attempt - 1];
    if (step === "thrown") return { status: step, error: { name: "Error", message: "threw" } };
    if (step === "lost") return { status: step, error: new Error("lost") };
    return { status: "completed", output: input };
  }

  async end(): Promise<void> {}

  async stop(): Promise<void> {}
}

/** What must come of a script, told in the plainest way. */
function expected(script: Script, { retries, retryThrown }: {
  readonly retries: number;
  readonly retryThrown: boolean;
}): string {
  for (const [index, step] of script.entries()) {
    if (index >= retries || (step === "thrown" && !retryThrown)) return `failed ${index + 1}`;
  }
  return `completed ${script.length + 1}`;
}

Deno.test("runJobs() gives each job the one outcome that its attempts make", async () => {
  const scripts = fc.array(fc.array(fc.constantFrom("thrown", "lost"), { maxLength: 4 }), {
    maxLength: 12,
  });
  const settings = fc.record({
    retries: fc.nat(4),
    retryThrown: fc.boolean(),
    concurrency: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(fc.asyncProperty(scripts, settings, async (scripts, options) => {
    const workers = new ScriptedWorkers(scripts);
    const jobs = scripts.map((_, index): Job => ({
      id: String(index),
      work: { module: "file:///fold.ts", name: "trainFold" },
      input: index,
    }));
    const outcomes = await outcomesOf(runJobs(jobs, { ...options, openWorkers: () => workers }));
    assert.equal(outcomes.size, scripts.length);
    for (const [index, script] of scripts.entries()) {
      const outcome = outcomes.get(String(index));
      assert.equal(`${outcome?.status} ${outcome?.attempts}`, expected(script, options));
      if (outcome?.status === "completed") assert.equal(outcome.output, index);
    }
    assert.equal(new Set(workers.calls).size, workers.calls.length);
    assert.ok(workers.most <= options.concurrency);
  }));
});

Deno.test("runJobs() ends its workers when all is done, and stops them when it breaks off", async () => {
  const told: string[] = [];
  class Told extends ScriptedWorkers {
    override async end(): Promise<void> {
      await Promise.resolve(told.push("end"));
    }
    override async stop(): Promise<void> {
      await Promise.resolve(told.push("stop"));
    }
  }
  const work = { module: "file:///fold.ts", name: "trainFold" };
  function* broken(): Generator<Job> {
    yield { id: "0", work, input: 0 };
    throw new Error("no more jobs can be made");
  }
  const options = { concurrency: 1, openWorkers: () => new Told([]) };
  await outcomesOf(runJobs([{ id: "0", work, input: 0 }], options));
  await assert.rejects(outcomesOf(runJobs(broken(), options)), /no more jobs can be made/);
  assert.deepEqual(told, ["end", "stop"]);
});

Deno.test("runJobs() stops with the cell that runs it", async () => {
  const cell = new AbortController();
  const key = Symbol.for("modulab.cellSignal");
  Reflect.set(globalThis, key, () => cell.signal);
  try {
    const workers = new ScriptedWorkers([]);
    workers.execute = () => {
      cell.abort(new Error("interrupted"));
      return Promise.withResolvers<Answer>().promise;
    };
    const job = { id: "0", work: { module: "file:///fold.ts", name: "trainFold" }, input: 0 };
    const run = runJobs([job], { concurrency: 1, openWorkers: () => workers });
    await assert.rejects(outcomesOf(run), /interrupted/);
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
});
