import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { codeAt, ownCode } from "../../../../lib/experiment/travel/own_code.ts";
import { inFolder } from "../../../support/temporary.ts";

Deno.test("codeAt() changes with any source, its name and the list of packages, and nothing else", async () => {
  await inFolder(async (folder) => {
    const root = pathToFileURL(`${folder}/`);
    const places = { library: new URL("lib/", root), packages: new URL("deno.json", root) };
    const write = (path: string, text: string) => Deno.writeTextFile(new URL(path, root), text);
    await mkdir(new URL("lib/core/", root), { recursive: true });
    const found: string[] = [];
    const steps = [
      () => write("lib/core/a.ts", "1"),
      () => write("lib/core/a.ts", "2"),
      () => write("lib/b.ts", "2"),
      () => write("deno.json", "{}"),
      () => Deno.rename(new URL("lib/b.ts", root), new URL("lib/c.ts", root)),
    ];
    for (const step of steps) {
      await step();
      found.push(await codeAt(places));
    }
    assert.equal(new Set(found).size, steps.length);
    await write("lib/README.md", "words");
    assert.equal(await codeAt(places), found.at(-1));
  });
});

Deno.test("codeAt() goes by the URL of code that is not on this machine", async () => {
  const at = (version: string) => {
    const library = new URL(`https://example.org/modulab@${version}/lib/`);
    return codeAt({ library, packages: library });
  };
  assert.notEqual(await at("1.0.0"), await at("1.0.1"));
  assert.match(await ownCode(), /^[0-9a-f]{64}$/);
});
