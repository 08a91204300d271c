import assert from "node:assert/strict";
import { exportedNames } from "../../../kernel/assist/exported_names.ts";
import { type LazyNames, type Prelude, sessionPrelude } from "../../../kernel/assist/prelude.ts";
import { PreludeDocuments } from "../../../kernel/assist/prelude_documents.ts";
import { createDisplay } from "../../../kernel/display/display.ts";
import { createFormatter } from "../../../kernel/display/format.ts";
import { installDisplay } from "../../../kernel/display/install.ts";

/** A prelude with nothing in it but these names. */
function preludeWith(lazy: LazyNames): Prelude {
  return {
    declarations: "export {};",
    lazy: [lazy],
    names: lazy.names,
    imports: { imports: {}, scopes: {} },
  };
}

Deno.test("sessionPrelude() declares every display function that a session has", async () => {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  installDisplay(createDisplay({ display: () => {}, clear: () => {} }, createFormatter()));
  const installed = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
  for (const name of installed) Reflect.deleteProperty(globalThis, name);
  const { names } = await sessionPrelude();
  assert.ok(installed.length > 5);
  assert.deepEqual(installed.filter((name) => !names.includes(name)), []);
});

Deno.test("sessionPrelude() declares what modulab exports, and tf", async () => {
  const { names } = await sessionPrelude();
  const exported = await exportedNames(new URL("../../../lib/mod.ts", import.meta.url));
  assert.ok(exported.size > 0);
  assert.deepEqual([...exported, "tf"].filter((name) => !names.includes(name)), []);
});

Deno.test("sessionPrelude() reads the types of that stage only whose name a cell mentions", async () => {
  const prelude = await sessionPrelude();
  const documents = new PreludeDocuments(prelude);
  documents.mention("const data = new FeatureSet({})");
  const texts = [...documents.documents().values()].join();
  assert.match(texts, /lib\/data\/mod\.ts"/);
  assert.match(texts, /export import FeatureSet = whole\.FeatureSet;/);
  assert.match(texts, /const Experiment: any;/);
  assert.doesNotMatch(texts, /lib\/(?:experiment|graph|training)\//);
});

Deno.test("sessionPrelude() declares every name of modulab once", async () => {
  const { names } = await sessionPrelude();
  assert.equal(new Set(names).size, names.length);
});

Deno.test("sessionPrelude() makes modulab and its widgets resolve from any folder", async () => {
  const { imports } = await sessionPrelude(new URL("file:///m/"));
  assert.deepEqual(imports.imports, {
    modulab: "file:///m/lib/mod.ts",
    "modulab/widgets": "file:///m/widgets/mod.ts",
  });
});

Deno.test("PreludeDocuments reads the types of lazy names when a cell mentions one", () => {
  const prelude = preludeWith({ names: ["big", "large"], text: "// the module" });
  const documents = new PreludeDocuments(prelude);
  documents.mention("bigger.than");
  assert.match([...documents.documents().values()].join(), /const big: any;/);
  documents.mention("large.one");
  const texts = [...documents.documents().values()].join();
  assert.match(texts, /the module/);
  assert.doesNotMatch(texts, /const big: any;/);
});

Deno.test("PreludeDocuments leaves lazy names alone that a cell declares, or only writes about", () => {
  const prelude = preludeWith({ names: ["f1", "and"], text: "// the module" });
  const documents = new PreludeDocuments(prelude);
  documents.mention("function f1(x: number) { return x } // one and two\nf1(2)");
  documents.mention("f1(3)", (name) => name === "f1");
  documents.mention("process.exit()", (name) => name === "process");
  assert.equal(documents.documents({ withNode: "with", withoutNode: "without" }).size, 2);
  documents.mention("f1(3)");
  assert.match([...documents.documents().values()].join(), /the module/);
});

Deno.test("PreludeDocuments reads Node's declarations when a cell has to do with Node", () => {
  const prelude = preludeWith({ names: ["library"], text: "// the module" });
  const runtime = { withNode: "with", withoutNode: "without" };
  const after = (text: string): string | undefined => {
    const documents = new PreludeDocuments(prelude);
    documents.mention(text);
    return documents.documents(runtime).get("__modulab_runtime.d.ts");
  };
  assert.equal(after("[1].map(String)"), "without");
  assert.equal(after("setTimeout(f)"), "with");
  assert.equal(after("let t: NodeJS.Timeout"), "with");
  assert.equal(after("await import('./local.ts')"), "with");
  assert.equal(after("library.read()"), "without");
});

Deno.test("PreludeDocuments opens no declarations of the runtime where there are none", () => {
  const prelude = { declarations: "", lazy: [], names: [], imports: { imports: {}, scopes: {} } };
  assert.deepEqual([...new PreludeDocuments(prelude).documents().keys()], [
    "__modulab_prelude.ts",
  ]);
});
