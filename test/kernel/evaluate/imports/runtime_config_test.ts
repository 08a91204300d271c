import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runtimeConfig } from "../../../../kernel/evaluate/imports/runtime_config.ts";
import { SessionRig } from "../../../support/session_rig.ts";
import { inFolder } from "../../../support/temporary.ts";

const PRODUCT = {
  config: "/modulab/deno.json",
  imports: { modulab: "./lib/mod.ts" },
  settings: { nodeModulesDir: "none", compilerOptions: { strict: true } },
};

Deno.test("runtimeConfig() joins the TSX settings and names of a folder with the product's", async () => {
  await inFolder(async (folder) => {
    const compilerOptions = { jsx: "react-jsx", jsxImportSource: "./own", strict: false };
    const imports = { mine: "./a.ts" };
    await writeFile(join(folder, "deno.json"), JSON.stringify({ compilerOptions, imports }));
    const config = runtimeConfig(folder, PRODUCT);
    const own = (name: string): string => pathToFileURL(join(folder, name)).href;
    assert.deepEqual(config, {
      nodeModulesDir: "none",
      compilerOptions: { strict: true, jsx: "react-jsx", jsxImportSource: own("own") },
      imports: { modulab: "file:///modulab/lib/mod.ts", mine: own("a.ts") },
      scopes: { "file:///modulab/": { modulab: "file:///modulab/lib/mod.ts" } },
    });
  });
});

Deno.test("runtimeConfig() keeps the product's names where the folder gives none", async () => {
  await inFolder(async (folder) => {
    const compilerOptions = { jsx: "react", jsxFactory: "h" };
    await writeFile(join(folder, "deno.jsonc"), JSON.stringify({ compilerOptions }));
    const config = runtimeConfig(folder, PRODUCT);
    assert.deepEqual(config?.["imports"], { modulab: "file:///modulab/lib/mod.ts" });
  });
});

Deno.test("runtimeConfig() is not needed where a folder says nothing of TSX, or is the product's own", async () => {
  await inFolder(async (folder) => {
    assert.equal(runtimeConfig(folder, PRODUCT), undefined);
    const config = join(folder, "deno.json");
    await writeFile(config, '{ "compilerOptions": { "strict": true }, "imports": { "a": "./a" } }');
    assert.equal(runtimeConfig(folder, PRODUCT), undefined);
    await writeFile(config, '{ "compilerOptions": { "jsx": "react" } }');
    assert.equal(runtimeConfig(folder, { ...PRODUCT, config }), undefined);
  });
});

Deno.test("runtimeConfig() gives the runtime only what it starts with", async () => {
  await inFolder(async (folder) => {
    const kinds: readonly (readonly [object, object])[] = [
      [{ jsx: "react", jsxImportSource: "preact" }, { jsx: "react" }],
      [{ jsxImportSource: "npm:preact" }, { jsx: "react-jsx", jsxImportSource: "npm:preact" }],
      [{ jsx: "nonsense", jsxImportSource: 5 }, { jsx: "react-jsx" }],
      [{ jsx: "precompile" }, { jsx: "precompile" }],
      [{ jsxFactory: "h" }, { jsxFactory: "h" }],
    ];
    for (const [compilerOptions, jsx] of kinds) {
      await writeFile(join(folder, "deno.json"), JSON.stringify({ compilerOptions }));
      const config = runtimeConfig(folder, PRODUCT);
      assert.deepEqual(config?.["compilerOptions"], { strict: true, ...jsx });
    }
  });
});

Deno.test("runtimeConfig() lets local modules heed what the folder says of TSX", async () => {
  await inFolder(async (folder) => {
    const files = {
      "deno.json": '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "own" }, ' +
        '"imports": { "own/jsx-runtime": "./runtime.ts" } }',
      "runtime.ts": "export const jsx = (type: string, { children }: { children: unknown }) => " +
        "`${type}(${children})`;",
      "view.tsx": "export const view = (n: number) => <b>{n}</b>;",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await using rig = await SessionRig.start({ folder });
    assert.equal((await rig.run("import { view } from './view.tsx'; view(3)")).result, '"b(3)"');
    await writeFile(
      join(folder, "view.tsx"),
      "export const view = (n: number) => <i>{n as number}</i>;",
    );
    assert.equal((await rig.run("import { view } from './view.tsx'; view(4)")).result, '"i(4)"');
    // What it imports itself is found as ever.
    assert.equal((await rig.run("typeof (await import('apache-arrow')).Table")).end.status, "ok");
    assert.match((await rig.run("(await import('modulab')).FeatureSet.name")).result ?? "", /Fea/);
  });
});
