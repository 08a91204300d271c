import assert from "node:assert/strict";
import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import { JobModule } from "../../../../lib/experiment/runner/job_module.ts";
import { failureOf, JOBS } from "./conformance.ts";

const jobs = new JobModule<typeof import("./jobs/jobs.ts")>(JOBS);

Deno.test("JobModule.job() is data that names the module and the function", () => {
  const job = jobs.job("fail", { id: "a", input: { message: "oh" }, version: "2" });
  const work = { module: JOBS, name: "fail", version: "2" };
  assert.deepEqual(job, { id: "a", work, input: { message: "oh" } });
  assert.deepEqual(jobs.job("nothing", { id: "b", input: null }).work, {
    module: JOBS,
    name: "nothing",
  });
});

Deno.test("JobModule.job() knows names, inputs and outputs", async () => {
  const job = jobs.job("describeSelf", { id: "a", input: 3 });
  for await (const outcome of new InProcessRunner().run([job])) {
    assert.ok(outcome.status === "completed");
    const { process, input } = outcome.output;
    assert.deepEqual([process > 0, input], [true, 3]);
    // @ts-expect-error the output has no such field
    assert.equal(outcome.output.processes, undefined);
  }
  // @ts-expect-error there is no such job function
  const missing = jobs.job("ecko", { id: "b", input: null });
  assert.equal(
    (await failureOf(new InProcessRunner().run([missing]))).error.name,
    "UnknownNameError",
  );
  // @ts-expect-error this is no job function
  jobs.job("constant", { id: "c", input: null });
  // @ts-expect-error this takes a message
  jobs.job("fail", { id: "d", input: { massage: "oh" } });
});

Deno.test("JobModule refuses a URL that says not where", () => {
  assert.throws(() => new JobModule("./fold.ts"), TypeError);
});
