import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImportError } from "../../../../kernel/evaluate/imports/import_error.ts";
import { createImporter, type Importer } from "../../../../kernel/evaluate/imports/importer.ts";
import { SessionRig } from "../../../support/session_rig.ts";

type Exports = Record<string, unknown>;

/** A notebook's folder with files in it, gone at the end. */
class Folder implements AsyncDisposable {
  readonly path: string;
  readonly importer: Importer;

  constructor(path: string) {
    this.path = path;
    this.importer = createImporter({ folder: path });
  }

  static async with(files: Readonly<Record<string, string>>): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), "modulab-imports-")));
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    return folder;
  }

  write(name: string, text: string): Promise<void> {
    return writeFile(join(this.path, name), text);
  }

  async import(specifier: string, names?: readonly string[]): Promise<Exports> {
    return await this.importer.import(specifier, undefined, names) as Exports;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}

Deno.test("import() finds TypeScript, JavaScript and JSON beside the notebook", async () => {
  await using folder = await Folder.with({
    "a.ts": "export const a: number = 1;",
    "b.js": "export default 2;",
    "c.json": `{ "c": 3 }`,
  });
  assert.equal((await folder.import("./a.ts"))["a"], 1);
  assert.equal((await folder.import("./b.js"))["default"], 2);
  assert.deepEqual((await folder.import("./c.json"))["default"], { c: 3 });
});

Deno.test("import() passes node:, data: and names of node's own modules on", async () => {
  await using folder = await Folder.with({});
  assert.equal(await folder.import("path"), await import("node:path"));
  assert.equal(await folder.import("node:path"), await import("node:path"));
  assert.equal((await folder.import("data:text/javascript,export default 4"))["default"], 4);
});

Deno.test("import() loads modules from a server, with what they import", async () => {
  const served: Readonly<Record<string, string>> = {
    "/top.ts": `import { low } from "./low.ts"; export const top: number = low + 1;`,
    "/low.ts": "export const low: number = 41;",
  };
  const headers = { "content-type": "application/typescript" };
  await using server = Deno.serve({ port: 0, onListen: () => {} }, ({ url }) => {
    const text = served[new URL(url).pathname];
    return text === undefined
      ? new Response(null, { status: 404 })
      : new Response(text, { headers });
  });
  // A session, because this process would write what it loads into the lockfile.
  await using rig = await SessionRig.start();
  const base = `http://localhost:${server.addr.port}`;
  assert.equal((await rig.run(`import { top } from "${base}/top.ts"; top`)).result, "42");
  const failures: readonly (readonly [cell: string, message: RegExp])[] = [
    [`import { tip } from "${base}/top.ts"; tip`, /has no export tip; it has top/],
    [`import "${base}/none.ts"`, /^Cannot import "http:.*none\.ts": Module not found/],
    [`import "https://localhost:1/a.ts"`, /^Cannot import "https:\/\/localhost:1\/a\.ts": ./],
  ];
  for (const [cell, message] of failures) {
    const { end } = await rig.run(cell);
    assert.equal(end.status, "error", cell);
    if (end.status === "error") assert.match(end.error.message, message);
  }
});

Deno.test("import() evaluates a changed module again and keeps the unchanged ones", async () => {
  await using folder = await Folder.with({
    "top.ts": `export { low } from "./low.ts"; export { same } from "./same.ts";`,
    "low.ts": "export const low = 1;",
    "same.ts": "export const same = {};",
  });
  const before = await folder.import("./top.ts");
  assert.equal(await folder.import("./top.ts"), before);
  await folder.write("low.ts", "export const low = 2;");
  const after = await folder.import("./top.ts");
  assert.equal(after["low"], 2);
  assert.equal(after["same"], before["same"]);
  assert.equal(before["low"], 1);
});

Deno.test("import() sees a change that another import has seen before", async () => {
  await using folder = await Folder.with({
    "top.ts": `export { low } from "./low.ts";`,
    "low.ts": "export const low = 1;",
  });
  await folder.import("./top.ts");
  await folder.write("low.ts", "export const low = 2;");
  assert.equal((await folder.import("./low.ts"))["low"], 2);
  assert.equal((await folder.import("./top.ts"))["low"], 2);
});

Deno.test("import() reloads modules that import each other", async () => {
  await using folder = await Folder.with({
    "a.ts": `import { b } from "./b.ts"; export const a = () => "a" + b();`,
    "b.ts": `import { a } from "./a.ts"; export const b = () => typeof a;`,
  });
  assert.equal((await folder.import("./a.ts") as { a(): string }).a(), "afunction");
  await folder.write("b.ts", `import { a } from "./a.ts"; export const b = () => typeof a + "!";`);
  assert.equal((await folder.import("./a.ts") as { a(): string }).a(), "afunction!");
});

Deno.test("import() loads a module that failed, once it is mended", async () => {
  await using folder = await Folder.with({ "a.ts": "const a = = 1;" });
  await assert.rejects(folder.import("./a.ts"), /Expression expected/);
  await folder.write("a.ts", "export const a = 1;");
  assert.equal((await folder.import("./a.ts"))["a"], 1);
});

Deno.test("import() loads a module again whose missing import appeared since", async () => {
  await using folder = await Folder.with({ "a.ts": `export { b } from "./b.ts";` });
  await assert.rejects(folder.import("./a.ts"), ImportError);
  await folder.write("b.ts", "export const b = 1;");
  assert.equal((await folder.import("./a.ts"))["b"], 1);
});

Deno.test("import() inside a local module keeps its normal meaning", async () => {
  await using folder = await Folder.with({
    "a.ts": `export const late = () => import("./b.ts");`,
    "b.ts": "export const b = {};",
  });
  const { late } = await folder.import("./a.ts") as { late(): Promise<Exports> };
  const first = await late();
  await folder.write("b.ts", "export const b = [];");
  assert.equal(await late(), first);
});

Deno.test("reload() makes unchanged modules load afresh", async () => {
  await using folder = await Folder.with({ "a.ts": "export const a = {};" });
  const before = await folder.import("./a.ts");
  folder.importer.reload();
  assert.notEqual(await folder.import("./a.ts"), before);
});

Deno.test("import() names the path and the files that look alike", async () => {
  await using folder = await Folder.with({ "model.ts": "", "Data.json": "{}" });
  await assert.rejects(folder.import("./model.js"), (error) => {
    assert.ok(error instanceof ImportError);
    assert.deepEqual(error.suggestions, ["./model.ts"]);
    assert.ok(error.message.includes(join(folder.path, "model.js")));
    return true;
  });
  await assert.rejects(folder.import("./data.json"), /did you mean "\.\/Data\.json"/);
  await assert.rejects(folder.import("./none/a.ts"), /the folder .*none does not exist/);
  await assert.rejects(folder.import("./"), /is a folder/);
});

Deno.test("import() names the file that is not JSON, and reads it once it is", async () => {
  await using folder = await Folder.with({ "half.json": '{ "k": ' });
  await assert.rejects(
    folder.import("./half.json"),
    /"\.\/half\.json": it is not JSON: Unexpected/,
  );
  await folder.write("half.json", '{ "k": 5 }');
  assert.deepEqual((await folder.import("./half.json"))["default"], { k: 5 });
});

Deno.test("import() takes bare names from the nearest deno.json and package.json", async () => {
  await using folder = await Folder.with({
    "deno.jsonc": `{ /* names */ "imports": { "mine": "./a.ts", "data/": "./" } }`,
    "package.json": `{ "dependencies": { "mine": "^1.0.0" } }`,
    "a.ts": "export const a = 4;",
    "b.ts": "export const b = 5;",
  });
  assert.equal((await folder.import("mine"))["a"], 4);
  assert.equal((await folder.import("data/b.ts"))["b"], 5);
});

Deno.test("import() says how to write a name that no map knows", async () => {
  await using folder = await Folder.with({ "deno.json": "{}" });
  await assert.rejects(
    folder.import("left-pad"),
    /deno\.json does not name it; write "npm:left-pad"/,
  );
});

Deno.test("import() says which export is missing and which is near", async () => {
  await using folder = await Folder.with({
    "a.ts": "export const weights = 1; export default { bias: 2 };",
  });
  await assert.rejects(folder.import("./a.ts", ["weigths"]), /did you mean weights\?/);
  await assert.rejects(folder.import("./a.ts", ["bias"]), /its default export has/);
  assert.equal((await folder.import("./a.ts", ["weights"]))["weights"], 1);
});

Deno.test("import() hands on what a module throws", async () => {
  await using folder = await Folder.with({ "a.ts": "throw new RangeError('too far');" });
  await assert.rejects(folder.import("./a.ts"), RangeError);
});

Deno.test("meta is that of a module in the notebook's folder", async () => {
  await using folder = await Folder.with({ "a.ts": "" });
  const { meta } = folder.importer;
  assert.equal(meta.dirname, folder.path);
  assert.ok(meta.resolve("./a.ts").endsWith("/a.ts"));
});

Deno.test("import() of a local file leaves the packages findable that are loaded later", async () => {
  await using folder = await Folder.with({
    "local.ts": 'export const later = () => import(["ff", "late"].join(""));',
  });
  await using rig = await SessionRig.start({ folder: folder.path });
  await rig.run('import { later } from "./local.ts";');
  const picture = await rig.run(`
    const chart = { mark: "bar", data: { values: [{ a: 1 }] }, encoding: { x: { field: "a" } } };
    const { data } = await display.format({ toSpec: () => chart });
    Object.keys(data).sort().join()
  `);
  assert.equal(picture.result, '"application/vnd.vegalite.v5+json,image/png,text/plain"');
  assert.equal((await rig.run("typeof (await later()).unzipSync")).result, '"function"');
});

Deno.test("import() loads modules of the runtime without permission to read", async () => {
  await using rig = await SessionRig.start({ permissions: ["--allow-env"] });
  const { end, result } = await rig.run("import { sep } from 'node:path'; typeof sep");
  assert.deepEqual([end.status, result], ["ok", '"string"']);
});
