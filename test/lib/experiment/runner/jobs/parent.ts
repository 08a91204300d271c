/** A parent that a test can kill: runs `ask` for each name in worker processes. */
import { ChildProcessRunner } from "../../../../../lib/experiment/runner/child_process_runner.ts";
import { JobStore } from "../../../../../lib/experiment/runner/job_store.ts";
import { askJobs, type AskSettings } from "./ask_jobs.ts";

const settings = JSON.parse(Deno.args[0] ?? "") as AskSettings;
const runner = new ChildProcessRunner({ permissions: { net: ["127.0.0.1"] } });
const run = runner.run(askJobs(settings), {
  concurrency: settings.concurrency,
  store: new JobStore(settings.store),
});
for await (const _ of run);
