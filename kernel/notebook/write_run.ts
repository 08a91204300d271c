/**
 * Writing what a run computed: where it was asked for, or else where it can be found again.
 *
 * @module
 */

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { prepareTarget, writeAtomically } from "./atomic.ts";
import { exportHtml } from "./export_html.ts";
import type { Notebook } from "./nbformat.ts";
import type { WrittenFile } from "./summary.ts";
import { formatNotebook } from "./write.ts";

/** Where the results of a run go. */
export interface RunTargets {
  /** The notebook's own path; pictures of its page lie beside it. */
  readonly source: string;
  readonly output: string;
  /** Where the page goes, if one is wanted. */
  readonly html: string | undefined;
}

/** What became of the results. */
export interface RunFiles {
  readonly written: readonly WrittenFile[];
  /** One sentence for each file that could not be written where it was asked for. */
  readonly problems: readonly string[];
}

/**
 * Writes notebook and page; what cannot be written in its place goes to a temporary folder.
 *
 * @param notebook the notebook after the run
 * @param targets where to write
 * @returns the files, and what went wrong; throws only when the temporary folder fails too
 * @example
 * ```ts
 * import { writeRun } from "./write_run.ts";
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
 * const output = `${await Deno.makeTempDir()}/a.ipynb`;
 * const { problems } = await writeRun(notebook, { source: "a.ipynb", output, html: undefined });
 * console.assert(problems.length === 0);
 * ```
 */
export async function writeRun(notebook: Notebook, targets: RunTargets): Promise<RunFiles> {
  const problems: string[] = [];
  const written = [
    { kind: "Notebook", file: await write(targets.output, formatNotebook(notebook), problems) },
  ];
  if (targets.html !== undefined) {
    const page = await exportHtml(notebook, targets.source);
    written.push({ kind: "Page", file: await write(targets.html, page, problems) });
  }
  return { written, problems };
}

async function write(file: string, text: string, problems: string[]): Promise<string> {
  try {
    await prepareTarget(file);
    await writeAtomically(file, text);
    return file;
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `Cannot write ${file}: ${error}`);
    const rescue = join(await mkdtemp(join(tmpdir(), "modulab-")), basename(file));
    await writeAtomically(rescue, text);
    return rescue;
  }
}
