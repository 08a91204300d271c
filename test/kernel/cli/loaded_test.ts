import assert from "node:assert/strict";
import product from "../../../deno.json" with { type: "json" };
import { KERNEL, LATE, SESSION } from "../../../kernel/cli/loaded.ts";
import { listFiles, readText } from "../../house/tree.ts";

/** Names of the packages that Deno finds behind some files. */
async function packagesBehind(entry: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", "deno.json", entry],
    cwd: new URL("../../../", import.meta.url),
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  return modules.map((module: { readonly specifier: string }) =>
    /^npm:\/?(@?[^@]+)@/.exec(module.specifier)?.[1] ?? ""
  );
}

Deno.test("install fetches every package that the product names, found by Deno or not", async () => {
  const files = (await listFiles(".ts", ".tsx")).filter((file) =>
    /^(kernel|lib|widgets)\//.test(file)
  );
  const sources = (await Promise.all(files.map(readText))).join("\n");
  const named = Object.keys(product.imports).filter((name) => !/^modulab(\/|$)/.test(name))
    .filter((name) => sources.includes(`"${name}"`) || sources.includes(`"${name}/`));
  const found = new Set((await Promise.all([...KERNEL, ...SESSION].map(packagesBehind))).flat());
  const late = new Set(LATE.map((module) => module.replace(/\/package\.json$/, "")));
  assert.deepEqual(named.filter((name) => !found.has(name) && !late.has(name)), []);
});
