/** Runs a tutorial of the repository on a real kernel, from the command line's side. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openKernel } from "../../kernel/embed.ts";
import type { CodeCell, Output } from "../../kernel/notebook/nbformat.ts";
import { readNotebook } from "../../kernel/notebook/read.ts";
import { runCommand } from "../../kernel/notebook/run_command.ts";
import { FakeTerminal } from "../kernel/notebook/fake_terminal.ts";
import { inFolder } from "../support/temporary.ts";

/** What a tutorial did. */
export interface TutorialRun {
  /** Key figures and what the terminal showed besides. */
  readonly summary: string;
  /** What each code cell gave. */
  readonly outputs: readonly (readonly Output[])[];
  /** What each cell printed, by the cell's id. */
  readonly printed: ReadonlyMap<string, string>;
  /** The exported page. */
  readonly page: string;
}

/** Runs a notebook of `notebooks/`, which must not fail, with parameters such as `epochs=15`. */
export function runTutorial(name: string, parameters: string[] = []): Promise<TutorialRun> {
  return inFolder(async (folder) => {
    const [output, html] = [join(folder, "out.ipynb"), join(folder, "out.html")];
    const terminal = new FakeTerminal();
    const exit = await runCommand({
      notebook: new URL(`../../notebooks/${name}`, import.meta.url).pathname,
      output,
      html,
      parameters,
      terminal,
      openKernel: (at) => openKernel({ folder: at, languageServer: false }),
    });
    assert.deepEqual([exit, terminal.errLines], [0, []]);
    const { cells } = await readNotebook(output);
    const code = cells.filter((cell) => cell.cell_type === "code");
    return {
      summary: terminal.outLines.join("\n"),
      outputs: code.map(({ outputs }) => outputs),
      printed: new Map(code.map((cell) => [cell.id ?? "", printedBy(cell)])),
      page: await readFile(html, "utf8"),
    };
  });
}

function printedBy({ outputs }: CodeCell): string {
  return outputs.flatMap((one) => one.output_type === "stream" ? [one.text] : []).join("");
}

/** A number of the key figures, by the words before it. */
export function keyFigure({ summary }: TutorialRun, words: string): number {
  const line = summary.split("\n").find((line) => line.startsWith(`${words} `));
  assert(line, `no line begins with ${words}:\n${summary}`);
  return Number.parseFloat(line.slice(words.length));
}
