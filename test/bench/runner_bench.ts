/**
 * What it costs to run jobs elsewhere: starting a worker, a small job, a large array, the store.
 *
 * Prints a table: medians of some rounds. Never fails by the clock.
 *
 * @module
 */

import { ChildProcessRunner } from "../../lib/experiment/runner/child_process_runner.ts";
import { InProcessRunner } from "../../lib/experiment/runner/in_process_runner.ts";
import type { Job } from "../../lib/experiment/runner/job.ts";
import { JobStore } from "../../lib/experiment/runner/job_store.ts";
import type { JobRunOptions, Runner } from "../../lib/experiment/runner/runner.ts";
import type { PlainTree } from "../../lib/experiment/runner/tree.ts";
import { TRAINING_PERMISSIONS } from "../../lib/experiment/runner/worker_permissions.ts";

const ROUNDS = 5;
const SMALL_JOBS = 2000;
const LARGE_BYTES = 100_000_000;

const fixtures = new URL("../lib/experiment/runner/jobs/", import.meta.url);
const echo = { module: new URL("jobs.ts", fixtures).href, name: "echo" };
const training = { module: new URL("training_job.ts", fixtures).href, name: "train" };

const inProcess = new InProcessRunner();
const inChildren = new ChildProcessRunner();
const inTrainers = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });

function small(count: number): readonly Job[] {
  return Array.from({ length: count }, (_, input) => ({ id: `${input}`, work: echo, input }));
}

/** Runs jobs and tells how long each took on average, in milliseconds, and the first of them. */
async function time(
  runner: Runner,
  jobs: readonly Job[],
  options: JobRunOptions = {},
): Promise<{ readonly first: number; readonly each: number }> {
  const start = performance.now();
  let first: number | undefined;
  for await (const outcome of runner.run(jobs, options)) {
    if (outcome.status === "failed") throw outcome.error;
    first ??= performance.now() - start;
  }
  return { first: first ?? NaN, each: (performance.now() - start) / jobs.length };
}

async function stored(runner: Runner, again: boolean): Promise<number> {
  const folder = await Deno.makeTempDir();
  try {
    const store = new JobStore(folder);
    const jobs = small(200);
    const { each } = await time(runner, jobs, { store });
    return again ? (await time(runner, jobs, { store })).each : each;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A worker has started when its second job begins: the rest is start and end. */
async function perJob(concurrency: number): Promise<number> {
  const one = await time(inChildren, small(concurrency), { concurrency });
  const all = await time(inChildren, small(SMALL_JOBS), { concurrency });
  return (all.each * SMALL_JOBS - one.each * concurrency) / SMALL_JOBS;
}

const large: PlainTree = {
  pieces: Array.from({ length: 10 }, () => new Uint8Array(LARGE_BYTES / 10)),
};
const largeJob: readonly Job[] = [{ id: "large", work: echo, input: large }];
const trainingJob: readonly Job[] = [{ id: "a", work: training, input: { seed: 1, steps: 1 } }];

const tasks: Readonly<Record<string, () => Promise<number>>> = {
  "first outcome of a worker": async () => (await time(inChildren, small(1))).first,
  "… of one that imports modulab and trains a step": async () =>
    (await time(inTrainers, trainingJob)).first,
  "run of one job, from start to the worker's end": async () =>
    (await time(inChildren, small(1))).each,
  "small job, 1 worker": () => perJob(1),
  "small job, 2 workers": () => perJob(2),
  "small job, in this process": async () => (await time(inProcess, small(SMALL_JOBS))).each,
  "100 MB to a worker and back, with its start": async () =>
    (await time(inChildren, largeJob)).each,
  "100 MB in this process": async () => (await time(inProcess, largeJob)).each,
  "small job with a store, in this process": () => stored(inProcess, false),
  "small job out of the store": () => stored(inProcess, true),
};

for (const [name, task] of Object.entries(tasks)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await task());
  times.sort((a, b) => a - b);
  const [median = NaN, worst = NaN] = [times[ROUNDS >> 1], times.at(-1)];
  console.log(`${name.padEnd(52)} ${median.toFixed(3).padStart(9)} ms  worst ${worst.toFixed(3)}`);
}
