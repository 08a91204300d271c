import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lookUp, readImportMap } from "../../../../kernel/evaluate/imports/import_map.ts";

async function inFolder(
  files: Readonly<Record<string, string>>,
  test: (folder: string) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "modulab-map-"));
  try {
    await mkdir(join(folder, "below"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("readImportMap() finds deno.json above the folder and resolves its paths", async () => {
  await inFolder({ "deno.json": `{ "imports": { "x": "./x.ts", "@/": "./src/" }, }` }, (folder) => {
    const map = readImportMap(join(folder, "below"));
    assert.equal(lookUp(map, "x"), pathToFileURL(join(folder, "x.ts")).href);
    assert.equal(lookUp(map, "@/a/b.ts"), pathToFileURL(join(folder, "src/a/b.ts")).href);
  });
});

Deno.test("readImportMap() turns dependencies into npm: specifiers, deno.json winning", async () => {
  await inFolder({
    "deno.json": `{ "imports": { "b": "npm:b@2" } }`,
    "package.json": `{
      "dependencies": { "a": "^1.2.0", "b": "1", "c": "npm:real@3", "d": "file:../d" },
      "devDependencies": { "e": "workspace:*" }
    }`,
  }, (folder) => {
    const map = readImportMap(folder);
    assert.equal(lookUp(map, "a"), "npm:a@^1.2.0");
    assert.equal(lookUp(map, "a/sub.js"), "npm:a@^1.2.0/sub.js");
    assert.equal(lookUp(map, "b"), "npm:b@2");
    assert.equal(lookUp(map, "c"), "npm:real@3");
    assert.equal(lookUp(map, "d"), undefined);
    assert.equal(lookUp(map, "e"), "npm:e@*");
    assert.equal(map.files.length, 2);
  });
});

Deno.test("readImportMap() follows importMap to another file", async () => {
  await inFolder({
    "deno.json": `{ "importMap": "./below/map.json" }`,
    "below/map.json": `{ "imports": { "x": "./x.ts" } }`,
  }, (folder) => {
    assert.equal(
      lookUp(readImportMap(folder), "x"),
      pathToFileURL(join(folder, "below/x.ts")).href,
    );
  });
});

Deno.test("lookUp() prefers the longest name", () => {
  const map = { entries: { "a/": "npm:one/", "a/b/": "npm:two/" }, files: [] };
  assert.equal(lookUp(map, "a/b/c"), "npm:two/c");
  assert.equal(lookUp(map, "a/c"), "npm:one/c");
  assert.equal(lookUp(map, "ab"), undefined);
});
