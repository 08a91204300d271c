/** The same jobs for a parent that is killed and for the one after it. */
import type { Job } from "../../../../../lib/experiment/runner/job.ts";

/** What such a parent is told. */
export interface AskSettings {
  /** Where the desk is. */
  readonly port: number;
  readonly names: readonly string[];
  readonly concurrency: number;
  /** Folder of the store. */
  readonly store: string;
}

/** A job for each name. */
export function askJobs({ port, names }: AskSettings): readonly Job[] {
  const work = { module: new URL("./jobs.ts", import.meta.url).href, name: "ask" };
  return names.map((name) => ({ id: name, work, input: { port, name } }));
}
