import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mock } from "node:test";
import { ServerFolder } from "../../../kernel/assist/server_folder.ts";
import { inFolder } from "../../support/temporary.ts";

const IMPORTS = { imports: { modulab: "file:///m/lib/mod.ts" }, scopes: {} };

/** A library, and how often its declarations were asked for. */
function libraryOf(declarations: () => Promise<string>) {
  const library = {
    entry: "file:///m/lib/mod.ts",
    root: new URL("file:///m/"),
    asked: 0,
    declarations: () => {
      library.asked++;
      return declarations();
    },
  };
  return library;
}

Deno.test("ServerFolder leads modulab to the declarations, which it writes once", () =>
  inFolder(async (parent) => {
    const library = libraryOf(() => Promise.resolve("declare const a: 1;"));
    const folder = await ServerFolder.create(undefined, { imports: IMPORTS, library, parent });
    const { imports } = JSON.parse(await readFile(folder.config, "utf8"));
    assert.equal(imports.modulab, "./modulab.d.ts");
    await Promise.all([folder.writeLibrary(), folder.writeLibrary()]);
    assert.equal(library.asked, 1);
    assert.equal(await readFile(folder.library?.declarations ?? "", "utf8"), "declare const a: 1;");
    assert.match(
      await readFile(join(dirname(folder.config), "modulab.d.ts"), "utf8"),
      /from "modulab:lib\/mod.ts"/,
    );
    await folder.remove();
    assert.deepEqual(await readdir(parent), []);
  }));

Deno.test("ServerFolder does without declarations that cannot be had", () =>
  inFolder(async (parent) => {
    const library = libraryOf(() => Promise.reject(new Error("no room")));
    const folder = await ServerFolder.create(undefined, { imports: IMPORTS, library, parent });
    await folder.writeLibrary();
    await folder.remove();
    assert.deepEqual(await readdir(parent), []);
  }));

Deno.test("ServerFolder tries again to write declarations, but not with every question", () =>
  inFolder(async (parent) => {
    let room = false;
    const library = libraryOf(() =>
      room ? Promise.resolve("declare const a: 1;") : Promise.reject(new Error("no room"))
    );
    let now = 0;
    const clock = mock.method(performance, "now", () => now);
    const folder = await ServerFolder.create(undefined, { imports: IMPORTS, library, parent });
    assert.equal(await folder.writeLibrary(), false);
    room = true;
    assert.equal(await folder.writeLibrary(), false);
    assert.equal(library.asked, 1);
    now += 60_000;
    assert.equal(await folder.writeLibrary(), true, "the server must look again");
    assert.equal(await folder.writeLibrary(), false);
    assert.equal(library.asked, 2);
    assert.equal(await readFile(folder.library?.declarations ?? "", "utf8"), "declare const a: 1;");
    clock.mock.restore();
    await folder.remove();
  }));
