import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import {
  DependencyError,
  fetchDependencies,
  fetchLateDependencies,
} from "../../../kernel/install/fetch_dependencies.ts";
import { inFolder } from "../../support/temporary.ts";

Deno.test("fetchDependencies() tells which module is missing", async () => {
  await inFolder(async (folder) => {
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
  });
});

Deno.test("fetchLateDependencies() loads modules that are found by a name only", async () => {
  await inFolder(async (folder) => {
    const config = path.join(folder, "deno.json");
    const late = path.join(folder, "late.ts");
    const entry = path.join(folder, "main.ts");
    await writeFile(config, "{}");
    await writeFile(entry, 'const name: string = "./late.ts"; await import(name);');
    const { href } = pathToFileURL(entry);
    await fetchDependencies([entry], { config }); // sees nothing of what is missing
    await assert.rejects(fetchLateDependencies([href], { config }), (error) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /late\.ts/);
      return true;
    });
    await writeFile(late, "export {};");
    await fetchLateDependencies([href], { config });
  });
});
