import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DependencyError, fetchDependencies } from "../../../kernel/install/fetch_dependencies.ts";

Deno.test("fetchDependencies() tells which module is missing", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "modulab-"));
  try {
    const config = path.join(folder, "deno.json");
    const entry = path.join(folder, "main.ts");
    await writeFile(config, "{}");
    await writeFile(entry, 'import "./missing.ts";');
    await assert.rejects(fetchDependencies([entry], { config }), (error) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /missing\.ts/);
      return true;
    });
    await writeFile(entry, "export {};");
    await fetchDependencies([entry], { config });
  } finally {
    await rm(folder, { recursive: true });
  }
});
