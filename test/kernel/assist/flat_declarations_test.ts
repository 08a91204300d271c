import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { flatDeclarations } from "../../../kernel/assist/flat_declarations.ts";
import { inFolder } from "../../support/temporary.ts";

/** Writes files, and puts together what `mod.ts` among them declares. */
async function flat(
  files: Readonly<Record<string, string>>,
  { inlined = {} }: { readonly inlined?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  return await inFolder(async (folder) => {
    await mkdir(join(folder, "package"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const root = pathToFileURL(`${folder}/`);
    const urls = Object.entries(inlined).map(([name, file]) => [name, new URL(file, root)]);
    const text = await flatDeclarations([new URL("mod.ts", root)], {
      root,
      imports: { used: "npm:used@1.2.3", whole: "npm:whole@4.5.6" },
      inlined: Object.fromEntries(urls),
      unknown: ["hidden"],
    });
    return text.replaceAll(root.href, "file:///root/");
  });
}

Deno.test("flatDeclarations() keeps declarations and their documentation, and no bodies", async () => {
  const text = await flat({
    "mod.ts":
      '/** Adds. See `import "./other.ts"`. */\nexport function add(a: number): number {\n' +
      "  return secret(a);\n}\nfunction secret(a: number) { return a + 1; }\n",
  });
  assert.match(
    text,
    /^declare module "modulab:mod\.ts" \{\n\/\*\* Adds\. See `import "\.\/other\.ts"`/,
  );
  assert.match(text, /function add\(a: number\): number;/);
  assert.doesNotMatch(text, /secret/);
});

Deno.test("flatDeclarations() follows imports as far as declarations have to do with them", async () => {
  const text = await flat({
    "mod.ts": 'import { helper } from "./helper.ts";\nimport type { Shape } from "./shape.ts";\n' +
      "export const area = (shape: Shape): number => helper(shape);\n" +
      'export type Later = import("./later.ts").Later;\n',
    "helper.ts": "export const helper = (shape: unknown): number => 1;\n",
    "shape.ts": "export interface Shape { readonly side: number }\n",
    "later.ts": "export interface Later { readonly at: Date }\n",
  });
  assert.match(text, /from "modulab:shape\.ts"/);
  assert.match(text, /import\("modulab:later\.ts"\)/);
  assert.match(text, /declare module "modulab:later\.ts"/);
  assert.doesNotMatch(text, /helper\.ts/);
});

Deno.test("flatDeclarations() names packages as they are called outside, and hides Node", async () => {
  const text = await flat({
    "mod.ts": 'import type {} from "used/extra.d.ts";\nimport type { A } from "used";\n' +
      'import type { B } from "hidden";\nimport type { C } from "node:fs";\nimport "used";\n' +
      "export type All = [A, B, C];\n",
  });
  assert.match(text, /import type \{ A \} from "npm:used@1\.2\.3";/);
  assert.match(text, /import type \{\} from "npm:used@1\.2\.3\/extra\.d\.ts";/);
  assert.equal(text.match(/from "modulab:unknown"/g)?.length, 2);
  assert.doesNotMatch(text, /node:|hidden|import "/);
});

Deno.test("flatDeclarations() reads a package that is inlined, by all of its names", async () => {
  const text = await flat({
    "mod.ts": 'import type { Table } from "whole";\nexport type Tables = Table[];\n',
    "package/index.d.ts": '/// <reference types="node" />\nexport { Table } from "./table.js";\n',
    "package/table.d.ts": "export declare class Table { rows: number }\n",
  }, { inlined: { whole: "package/index.d.ts" } });
  assert.match(text, /import type \{ Table \} from "modulab:package\/index\.d\.ts";/);
  assert.match(text, /declare module "modulab:package\/table\.d\.ts"/);
  for (const name of ["whole", "npm:whole", "npm:whole@4.5.6"]) {
    const block = `declare module "${name}" {\nexport * from "modulab:package/index.d.ts";\n}`;
    assert.ok(text.includes(block), name);
  }
  assert.doesNotMatch(text, /reference/);
});
