/**
 * What every runner must do, as one suite over any of them.
 *
 * @module
 */

import assert from "node:assert/strict";
import type { FailedJob, Job, JobOutcome } from "../../../../lib/experiment/runner/job.ts";
import { inOrder, type Runner } from "../../../../lib/experiment/runner/runner.ts";
import type { PlainTree } from "../../../../lib/experiment/runner/tree.ts";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { assertSame } from "./same.ts";

/** The module whose functions the suite runs. */
export const JOBS: string = new URL("./jobs/jobs.ts", import.meta.url).href;

/** A job of the suite. */
export function jobOf(name: string, input: PlainTree, id: string = name): Job {
  return { id, work: { module: JOBS, name }, input };
}

/** Reads all outcomes, by id. */
export async function outcomesOf(
  outcomes: AsyncIterable<JobOutcome>,
): Promise<ReadonlyMap<string, JobOutcome>> {
  const found = new Map<string, JobOutcome>();
  for await (const outcome of outcomes) {
    assert.ok(!found.has(outcome.id), `${outcome.id} has two outcomes`);
    found.set(outcome.id, outcome);
  }
  return found;
}

/** Runs one job that is to fail. */
export async function failureOf(run: AsyncIterable<JobOutcome>): Promise<FailedJob> {
  const [outcome] = [...(await outcomesOf(run)).values()];
  assert.ok(outcome?.status === "failed", `wanted a failure, got ${outcome?.status}`);
  return outcome;
}

/** Runs one job that is to complete. */
export async function outputOf(run: AsyncIterable<JobOutcome>): Promise<PlainTree> {
  const [outcome] = [...(await outcomesOf(run)).values()];
  assert.ok(outcome);
  if (outcome.status === "failed") throw outcome.error;
  return outcome.output;
}

/** Trees with all that a tree may hold. */
const TREES: readonly PlainTree[] = [
  null,
  [true, "text with \u0000, \u{1F600} and \ud800", -0, 0, NaN, Infinity, -Infinity, 5e-324],
  { $: 1, nested: { $: { $: ["Float32Array", 0] } }, ["__proto__"]: 3, [""]: [], empty: {} },
  new Float32Array([NaN, -0, 1 / 3, -Infinity]),
  { bytes: new Uint8Array([0, 255]), none: new Float64Array(0), wide: new BigInt64Array([-1n]) },
  [new Int32Array(new Int32Array([1, 2, 3, 4]).buffer, 4, 2), new Float16Array([0.1])],
];

/**
 * Registers the tests of a runner.
 *
 * @param name of the runner
 * @param make a runner with all permissions that the suite needs
 */
export function testRunner(name: string, make: () => Runner): void {
  function check(what: string, test: (runner: Runner) => Promise<void>): void {
    Deno.test(`${name} ${what}`, () => test(make()));
  }

  check("sends every kind of tree there and back, bit for bit", async (runner) => {
    const jobs = TREES.map((tree, index) => jobOf("echo", tree, String(index)));
    const outcomes = await outcomesOf(runner.run(jobs, { concurrency: 2 }));
    for (const [index, tree] of TREES.entries()) {
      const outcome = outcomes.get(String(index));
      assert.ok(outcome?.status === "completed");
      assert.equal(outcome.attempts, 1);
      assertSame(outcome.output, tree);
    }
  });

  check("computes the same in whatever order the jobs come", async (runner) => {
    const seeds = SeedStream.from(13);
    const jobs = Array.from({ length: 12 }, (_, index) => {
      const stream = seeds.split(index);
      const values = Float32Array.from({ length: 200 }, () => stream.normal());
      return jobOf("sum", { values }, `fold_${index}`);
    });
    const forward = await outcomesOf(runner.run(jobs, { concurrency: 3 }));
    const mixed = await outcomesOf(runner.run(seeds.shuffle([...jobs]), { concurrency: 2 }));
    assert.equal(mixed.size, 12);
    for (const [id, outcome] of forward) {
      const other = mixed.get(id);
      assert.ok(outcome.status === "completed" && other?.status === "completed");
      assertSame(outcome.output, other.output);
    }
  });

  check("shares no memory with its jobs", async (runner) => {
    const values = new Float32Array([1, 2]);
    const output = await outputOf(runner.run([jobOf("echo", values)]));
    assert.ok(output instanceof Float32Array);
    output[0] = 7;
    assert.equal(values[0], 1);
  });

  check("takes nothing for null", async (runner) => {
    assert.equal(await outputOf(runner.run([jobOf("nothing", 1)])), null);
  });

  check("tells what a job threw, with its causes, and does not try again", async (runner) => {
    const { error, attempts } = await failureOf(runner.run([jobOf("fail", { message: "oh" })]));
    assert.equal(attempts, 1);
    assert.equal(`${error}`, "RangeError: oh");
    assert.match(error.stack ?? "", /jobs\/jobs\.ts/);
    assert.equal(`${error.cause}`, "SyntaxError: underneath");
    const text = await failureOf(runner.run([jobOf("throwText", null)]));
    assert.equal(text.error.message, 'Threw "just a text"');
  });

  check("tries a job that throws again when asked to", async (runner) => {
    const run = (retries: number): AsyncIterable<JobOutcome> =>
      runner.run([jobOf("failUntil", 3)], { retryThrown: true, retries });
    assert.equal(await outputOf(run(2)), 3);
    const { error, attempts } = await failureOf(run(1));
    assert.deepEqual([error.message, attempts], ["attempt 2", 2]);
  });

  check("goes on with other jobs after one has failed", async (runner) => {
    const jobs = [jobOf("fail", { message: "oh" }), jobOf("echo", 4)];
    const outcomes = await outcomesOf(runner.run(jobs, { concurrency: 1 }));
    assert.deepEqual([...outcomes.values()].map(({ status }) => status), ["failed", "completed"]);
  });

  check("says which module is missing, and which cannot be loaded", async (runner) => {
    for (const file of ["missing.ts", "throwing_module.ts"]) {
      const module = new URL(`./jobs/${file}`, import.meta.url).href;
      const job = { id: "lost", work: { module, name: "echo" }, input: null };
      const { error, attempts } = await failureOf(runner.run([job]));
      assert.ok(error.message.includes(module), error.message);
      assert.match(error.message, /Module not found|this module throws/);
      assert.equal(attempts, 1);
    }
  });

  check("says which job function is missing and which was meant", async (runner) => {
    const { error } = await failureOf(runner.run([jobOf("ecko", null)]));
    assert.equal(error.name, "UnknownNameError");
    assert.match(error.message, /"ecko": did you mean "echo"/);
    const constant = await failureOf(runner.run([jobOf("constant", null)]));
    assert.match(constant.error.message, /wanted a function, got a number/);
    const inherited = await failureOf(runner.run([jobOf("toString", null)]));
    assert.equal(inherited.error.name, "UnknownNameError");
  });

  check("names the place of what cannot be sent", async (runner) => {
    const input = { folds: [1, new Date(0) as unknown as PlainTree] };
    const sent = await failureOf(runner.run([jobOf("echo", input)]));
    assert.match(sent.error.message, /Cannot send input\.folds\[1\]: it is an instance of Date/);
    assert.equal(sent.attempts, 0);
    const received = await failureOf(runner.run([jobOf("unserialisable", null)]));
    assert.match(received.error.message, /Cannot send output\.folds\[1\]\.model: it is a function/);
    const reported = await failureOf(runner.run([jobOf("reportUnserialisable", null)]));
    assert.match(reported.error.message, /Cannot send progress\.at: it is an instance of Map/);
  });

  check("tells the progress of a job in order, before its outcome", async (runner) => {
    const events: string[] = [];
    const run = runner.run([jobOf("count", 4)], {
      onProgress: ({ id, attempt, progress }) => {
        const { step, mean } = progress as { step: number; mean: Float64Array };
        assertSame(mean, new Float64Array([step / 3, NaN]));
        events.push(`${id} ${attempt} ${step}`);
      },
    });
    for await (const { status } of run) events.push(status);
    assert.deepEqual(events, ["count 1 1", "count 1 2", "count 1 3", "count 1 4", "completed"]);
  });

  check("stops with what a listener throws", async (runner) => {
    const run = runner.run([jobOf("count", 1), jobOf("wait", null)], {
      concurrency: 2,
      onProgress: () => {
        throw new Error("the listener broke");
      },
    });
    await assert.rejects(outcomesOf(run), /the listener broke/);
  });

  check("stops at once when its signal is aborted", async (runner) => {
    const controller = new AbortController();
    const run = runner.run([jobOf("wait", 1, "a"), jobOf("wait", 2, "b"), jobOf("echo", 3)], {
      concurrency: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(new RangeError("enough")),
    });
    await assert.rejects(outcomesOf(run), /RangeError: enough/);
    await assert.rejects(
      outcomesOf(runner.run([jobOf("echo", 1)], { signal: controller.signal })),
      /RangeError: enough/,
    );
  });

  check("stops when its reader leaves", async (runner) => {
    const jobs = [jobOf("echo", 1), jobOf("wait", 2)];
    for await (const { id } of runner.run(jobs, { concurrency: 2 })) {
      assert.equal(id, "echo");
      break;
    }
  });

  check("takes jobs only as places become free", async (runner) => {
    let taken = 0;
    function* jobs(): Generator<Job> {
      for (let index = 0; index < 20; index++) {
        taken++;
        yield jobOf("echo", index, String(index));
      }
    }
    for await (const _ of runner.run(jobs(), { concurrency: 2 })) {
      assert.ok(taken <= 5, `${taken} were taken for the first outcome`);
      break;
    }
  });

  check("refuses two jobs with one id, and counts that are none", async (runner) => {
    const twice = runner.run([jobOf("echo", 1), jobOf("echo", 2)]);
    await assert.rejects(outcomesOf(twice), /TypeError: Cannot run two jobs with the id "echo"/);
    const none = runner.run([], { concurrency: 0 });
    await assert.rejects(outcomesOf(none), /`concurrency` must be an integer from 1: got 0/);
    const part = runner.run([], { retries: 0.5 });
    await assert.rejects(outcomesOf(part), /`retries` must be an integer from 0: got 0\.5/);
  });

  check("runs no jobs", async (runner) => {
    assert.equal((await outcomesOf(runner.run([]))).size, 0);
  });

  check("gives many small jobs one outcome each, in order when asked to", async (runner) => {
    const jobs = Array.from({ length: 500 }, (_, index) => jobOf("echo", index, String(index)));
    const outputs: PlainTree[] = [];
    const run = runner.run(jobs, { concurrency: 2 });
    for await (const outcome of inOrder(run, jobs.map(({ id }) => id))) {
      assert.ok(outcome.status === "completed");
      outputs.push(outcome.output);
    }
    assert.deepEqual(outputs, jobs.map(({ input }) => input));
  });

  check("carries 100 MB in pieces", async (runner) => {
    const pieces = Array.from({ length: 10 }, (_, index) => {
      return new Float64Array(1_250_000).fill(index + 1 / 3);
    });
    const output = await outputOf(runner.run([jobOf("echo", { pieces })]));
    const { pieces: back } = output as { readonly pieces: readonly Float64Array[] };
    assert.equal(back.length, 10);
    for (const [index, piece] of back.entries()) {
      assert.equal(piece.length, 1_250_000);
      assert.ok(piece.every((value) => value === index + 1 / 3));
    }
  });
}
