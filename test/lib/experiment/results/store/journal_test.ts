/** What is left of results when the process that writes them is killed. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResultsStore } from "../../../../../lib/experiment/results/store/results_store.ts";
import { cells } from "../recorded.ts";

Deno.test("a killed process leaves results that are whole up to where they end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "results-"));
  try {
    const script = new URL("./killed_writer.ts", import.meta.url).pathname;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, folder],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    const found = (await ResultsStore.read(folder, { data: [cells] })).train();
    assert.equal(found.status, "interrupted");
    const mse = found.losses("Head").where({ label: "mse" });
    assert.ok(mse.length >= 1024);
    for (const [{ epoch, batch }, value] of mse) assert.equal(value, 10 * epoch + batch);
    const tensors = found.tensors("Head");
    assert.ok(tensors.length >= 1024);
    assert.deepEqual([...tensors.last().data].slice(0, 2), [0.25, 1]);
    assert.deepEqual(found.artifacts().at({ name: "epoch", epoch: 1200, batch: null }), {
      epoch: 1200,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
