import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import config from "../../../../deno.json" with { type: "json" };
import { inFolder } from "../../../support/temporary.ts";

const ROOT = new URL("../../../../", import.meta.url);

/** Runs deno where a package resolves to a file of the folder beside this one. */
function withPackage(file: string, command: (configFile: string) => readonly string[]) {
  return inFolder(async (folder) => {
    const path = join(folder, "deno.json");
    const own = Object.entries(config.imports).map(([name, target]) => [
      name,
      target.startsWith("./") ? new URL(target, ROOT).href : target,
    ]);
    const stand = new URL(`tensorflow/${file}`, import.meta.url).href;
    const imports = { ...Object.fromEntries(own), "@tensorflow/tfjs-node": stand };
    const { nodeModulesDir, allowScripts } = config;
    await writeFile(path, JSON.stringify({ imports, nodeModulesDir, allowScripts }));
    await copyFile(new URL("deno.lock", ROOT), join(folder, "deno.lock"));
    const run = promisify(execFile)(Deno.execPath(), [...command(path)], { cwd: folder });
    return await run.catch(({ stdout, stderr }) => assert.fail(`${stdout}${stderr}`));
  });
}

Deno.test("the engine tensorflow is found, computes and trains once its package is installed", async () => {
  const suite = new URL("tensorflow/installed_suite.ts", import.meta.url).href;
  const { stdout } = await withPackage("stand_in.ts", (config) => [
    ...["test", "-A", "--no-check", "--config", config, suite],
  ]);
  assert.match(stdout, /training a CNN/);
  assert.match(stdout, /3 passed \(\d\d steps\) \| 0 failed/);
});

Deno.test("the engine tensorflow says when the binary of its package is missing, and how to get it", async () => {
  const engines = new URL("lib/engine/engines/engines.ts", ROOT).href;
  const script = `const { setEngine } = await import("${engines}");
    await setEngine("tensorflow").catch(({ name, message }) => console.log(name, message));`;
  const { stdout } = await withPackage("without_binary.ts", (config) => [
    ...["eval", "--config", config, script],
  ]);
  assert.match(
    stdout,
    /^EngineMissingError Cannot use the engine tensorflow .*tfjs_binding\.node\) can not be/,
  );
  assert.match(stdout, /deno install --allow-scripts=npm:@tensorflow\/tfjs-node/);
});
