/** What the README shows runs, and gives what it says. */
import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { openKernel } from "../../kernel/embed.ts";
import type { Executed, KernelClient } from "../../kernel/wire/client.ts";
import { readText, ROOT } from "../house/tree.ts";

const DATA = "notebooks/data/penguins.csv";
const readme = await readText("README.md");

/** A kernel in a folder of its own that has what the README reads. */
async function withKernel(use: (client: KernelClient, folder: string) => Promise<void>) {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), "modulab-readme-"));
  try {
    await mkdir(path.dirname(path.join(folder, DATA)), { recursive: true });
    await copyFile(path.join(ROOT, DATA), path.join(folder, DATA));
    await using kernel = await openKernel({ folder, languageServer: false });
    await use(kernel.client, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function textOf({ reply, outputs }: Executed): string {
  assert.equal(reply.content.status, "ok", JSON.stringify(reply.content));
  const result = outputs.find(({ header }) => header.msg_type === "execute_result");
  return String((result?.content.data as Record<string, unknown> | undefined)?.["text/plain"]);
}

Deno.test("the README's tour gives what stands behind its arrows", async () => {
  const [, tour = ""] = readme.match(/## A tour\n[^`]*```text\n([\s\S]*?)```/) ?? [];
  const lines = tour.trim().split("\n").map((line) => line.split(/ {2,}/));
  // The stop button is pressed in the suites of clients, and types are checked there.
  const cells = lines.filter(([code = ""]) => !/^(while|const wrong|%vars)/.test(code));
  assert.ok(cells.length >= 8);
  await withKernel(async (client) => {
    const told: string[] = [];
    for (const [code = "", says = ""] of cells) {
      const found = textOf(await client.execute(code));
      const [, wanted] = says.match(/^→ ([^;]+)/) ?? [];
      if (wanted === undefined || wanted.startsWith("its")) continue;
      assert.equal(found, wanted, code);
      told.push(wanted);
    }
    assert.deepEqual(told, ["12.566370614359172", "true", '"hello"']);
  });
});

Deno.test("the README's study trains, is tested and is saved", async () => {
  const [, study = ""] = readme.match(/```ts\n([\s\S]*?)```/) ?? [];
  await withKernel(async (client, folder) => {
    textOf(await client.execute(study));
    const facts =
      "[results.eval().losses('Head').one() < 0.5, data.length, experiment.history.length]";
    assert.equal(textOf(await client.execute(facts)), "[ true, 67, 1 ]");
    assert.ok((await stat(path.join(folder, "penguins.experiment"))).size > 10_000);
  });
});
