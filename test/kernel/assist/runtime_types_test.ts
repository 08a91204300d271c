/** With the real `deno lsp`: what a cell sees of its runtime before Node's declarations are read. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifiersIn } from "../../../kernel/assist/program.ts";
import { mayMentionNode, mentionsNode } from "../../../kernel/assist/runtime_types.ts";
import {
  type LanguageServer,
  startLanguageServer,
} from "../../../kernel/assist/start_language_server.ts";
import { inFolder } from "../../support/temporary.ts";

/** Names that the runtime has and no declaration of Deno or Node knows. */
const UNDECLARED = ["GPUDeviceLostInfo", "Lock", "LockManager", "nodeBootstrap"];

const GLOBALS = Object.getOwnPropertyNames(globalThis)
  .filter((name) => /^[a-z]\w*$/i.test(name) && !UNDECLARED.includes(name));

const folder = await mkdtemp(join(tmpdir(), "modulab-notebook-"));
let assist: LanguageServer;

Deno.test.beforeAll(async () => {
  assist = startLanguageServer({ folder, idleAfter: Infinity });
  await assist.warm;
});
Deno.test.beforeEach(() => assist.reset());
Deno.test.afterAll(async () => {
  await assist.close();
  await rm(folder, { recursive: true });
});

Deno.test("mentionsNode() hears imports and Node's names, and nothing else", () => {
  for (const text of ["import x from 'x'", "process.env", "let b: BufferEncoding", "'node:fs'"]) {
    assert.ok(mentionsNode(text), text);
  }
  for (const text of ["Math.max(1)", "const important = 1", "Deno.readTextFile('a')"]) {
    assert.ok(!mentionsNode(text), text);
  }
});

Deno.test("mayMentionNode() passes over words only that mentionsNode() does not hear", () => {
  const heard = [
    "import x = require('x')",
    "let a: import('a').B",
    "export * from 'x'",
    "await import('x')",
    "'npm:x'",
    "Error.captureStackTrace({})",
    "let b: NodeJS.Timeout",
    ...GLOBALS.filter((name) => mentionsNode(name)),
  ];
  for (const text of heard) {
    assert.ok(mentionsNode(text), text);
    assert.ok(mayMentionNode(identifiersIn(text)), text);
  }
  assert.ok(!mayMentionNode(identifiersIn("const data = new FeatureSet({}) // important")));
});

Deno.test("readRuntimeTypes() leaves no global undeclared, with Node and without", async () => {
  const plain = GLOBALS.filter((name) => !mentionsNode(name));
  assert.ok(plain.length > 100);
  for (const names of [plain, GLOBALS]) {
    const found = await assist.diagnose(names.map((name) => `typeof ${name};`).join("\n"));
    assert.deepEqual(found.map(({ message }) => message), []);
  }
});

Deno.test("readRuntimeTypes() offers Node's names before a cell mentions them, and types then", async () => {
  const offered = await assist.complete("setTim", 6);
  assert.ok(offered.some(({ text }) => text === "setTimeout"));
  const [wrong] = await assist.diagnose("const t: string = setTimeout(() => {}, 1);");
  assert.match(wrong?.message ?? "", /Type 'Timeout' is not assignable/);
});

Deno.test("readRuntimeTypes() shows where a global of Deno is declared", async () => {
  for (const text of ["localStorage", "localStorage; Buffer"]) {
    const found = await assist.inspect(text, 3, { level: 1 });
    assert.match(
      found?.plain ?? "",
      /Declared in Deno's globals\n\ndeclare var localStorage: Storage;$/,
    );
  }
});

Deno.test("readRuntimeTypes() gives way to declarations that the notebook chooses", async () => {
  await inFolder(async (folder) => {
    const options = { compilerOptions: { lib: ["deno.window", "dom"] } };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(options));
    const other = startLanguageServer({ folder });
    try {
      assert.deepEqual(await other.diagnose("document.title; setTimeout; Deno.pid;"), []);
    } finally {
      await other.close();
    }
  });
});
