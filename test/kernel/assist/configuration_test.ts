import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  choosesLibraries,
  findConfiguration,
  serverConfiguration,
} from "../../../kernel/assist/configuration.ts";
import { LIBRARIES } from "../../../kernel/assist/runtime_types.ts";
import { inFolder } from "../../support/temporary.ts";

const MAP = { imports: { modulab: "file:///m/lib/mod.ts" }, scopes: {} };

Deno.test("findConfiguration() makes the specifiers of the nearest file absolute", async () => {
  await inFolder(async (folder) => {
    const content = '{ /* mine */ "imports": { "own": "./own.ts", "d3": "npm:d3" }, "lock": true }';
    await writeFile(join(folder, "deno.jsonc"), content);
    const found = await findConfiguration(folder);
    assert.equal(found?.imports["own"], pathToFileURL(join(folder, "own.ts")).href);
    assert.equal(found?.imports["d3"], "npm:d3");
  });
});

Deno.test("serverConfiguration() lets names mean what they mean in the session and writes no lock file", () => {
  const own = {
    url: new URL("file:///n/deno.json"),
    content: { compilerOptions: { jsx: "react", isolatedDeclarations: true } },
    imports: { own: "file:///n/own.ts", modulab: "file:///n/fake.ts" },
    scopes: {},
  };
  const written = JSON.parse(serverConfiguration(own, MAP));
  assert.deepEqual(written.imports, { modulab: "file:///m/lib/mod.ts", own: "file:///n/own.ts" });
  assert.deepEqual(written.compilerOptions, {
    noImplicitOverride: false,
    lib: LIBRARIES,
    jsx: "react",
  });
  assert.equal(written.lock, false);
});

Deno.test("serverConfiguration() leaves declarations to a notebook that chooses them", () => {
  for (const options of [{ lib: ["dom", "deno.ns"] }, { types: ["npm:@types/node"] }]) {
    const own = {
      url: new URL("file:///n/deno.json"),
      content: { compilerOptions: options },
      imports: {},
      scopes: {},
    };
    assert.ok(choosesLibraries(own));
    const written = JSON.parse(serverConfiguration(own, MAP));
    assert.deepEqual(written.compilerOptions, { noImplicitOverride: false, ...options });
  }
});
