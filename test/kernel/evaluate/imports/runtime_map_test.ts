import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bareNames, runtimeMap } from "../../../../kernel/evaluate/imports/runtime_map.ts";
import { SessionRig } from "../../../support/session_rig.ts";
import { inFolder } from "../../../support/temporary.ts";

const PRODUCT = {
  config: "/modulab/deno.json",
  imports: { modulab: "./lib/mod.ts", preact: "npm:preact@9" },
};

Deno.test("runtimeMap() gives the notebook's names to everybody, and the product's to itself", async () => {
  await inFolder(async (folder) => {
    const imports = { preact: "npm:preact@10", modulab: "./fake.ts", "lib/": "./lib/" };
    await writeFile(join(folder, "deno.json"), JSON.stringify({ imports }));
    const map = runtimeMap(folder, PRODUCT);
    assert.deepEqual(map?.imports, {
      modulab: "file:///modulab/lib/mod.ts",
      preact: "npm:preact@10",
      "preact/": "npm:/preact@10/",
      "lib/": pathToFileURL(join(folder, "lib/")).href,
    });
    assert.equal(map?.scopes["file:///modulab/"]?.["preact/"], "npm:/preact@9/");
  });
});

Deno.test("bareNames() holds the packages of package.json, and the product's where it says nothing", async () => {
  await inFolder(async (folder) => {
    assert.equal(bareNames(folder, PRODUCT)["preact"], "npm:preact@9");
    const dependencies = { "left-pad": "1.3.0", modulab: "1" };
    await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies }));
    const names = bareNames(folder, PRODUCT);
    assert.equal(names["left-pad"], "npm:left-pad@1.3.0");
    assert.equal(names["preact"], "npm:preact@9");
    assert.equal(names["modulab"], "file:///modulab/lib/mod.ts");
  });
});

Deno.test("runtimeMap() is not needed where a folder gives no names, or is the product's own", async () => {
  await inFolder(async (folder) => {
    assert.equal(runtimeMap(folder, PRODUCT), undefined);
    await writeFile(join(folder, "deno.json"), '{ "imports": { "a": "./a.ts" } }');
    const own = { config: join(folder, "deno.json"), imports: {} };
    assert.equal(runtimeMap(folder, own), undefined);
  });
});

Deno.test("runtimeMap() lets local modules use the names of the notebook's folder", async () => {
  await inFolder(async (folder) => {
    const files = {
      "deno.jsonc": '{ "imports": { "mine": "./a.ts", "data/": "./" } }',
      "a.ts": 'import { b } from "data/b.ts"; import { Table } from "apache-arrow";\n' +
        "export const a = [b, typeof Table].join();",
      "b.ts": "export const b = 5;",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await using rig = await SessionRig.start({ folder });
    assert.match((await rig.run("import { a } from 'mine'; a")).result ?? "", /5,function/);
  });
});
