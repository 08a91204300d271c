import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { flatDeclarations } from "../../../kernel/assist/flat_declarations.ts";
import { sourceOf } from "../../../kernel/assist/library_source.ts";
import { inFolder } from "../../support/temporary.ts";

const SOURCE = `import { basename } from "node:path";

/** A box. */
export class Box {
  #inner = 1;

  /** Opens it. */
  open(path: string): string {
    return basename(path) + this.#inner;
  }
}

export const scale = (box: Box): number =>
  box.open("a").length;
`;

Deno.test("sourceOf() leads from a declared name to the lines of its source", async () => {
  await inFolder(async (folder) => {
    const root = pathToFileURL(`${folder}/`);
    await writeFile(join(folder, "box.ts"), SOURCE);
    const options = { root, imports: {}, inlined: {}, unknown: [] };
    const text = await flatDeclarations([new URL("box.ts", root)], options);
    const linesOf = async (name: string): Promise<readonly (number | undefined)[]> => {
      const lines = text.split("\n");
      const line = lines.findIndex((each) => new RegExp(`\\b${name}[(:;{ ]`).test(each));
      const character = lines[line]?.indexOf(name) ?? 0;
      const found = await sourceOf(text, { line, character, root });
      assert.equal(found?.url.href, new URL("box.ts", root).href);
      return [found?.start, found?.end];
    };
    assert.deepEqual(await linesOf("Box"), [3, 10]);
    assert.deepEqual(await linesOf("open"), [7, 9]);
    assert.deepEqual(await linesOf("scale"), [12, 13]);
  });
});

Deno.test("sourceOf() takes the declarations of a package for their own source", async () => {
  const text = 'declare module "modulab:p/a.d.ts" {\nexport type A = 1;\nexport type B = 2;\n}\n';
  const found = await sourceOf(text, { line: 2, character: 12, root: new URL("file:///m/") });
  assert.deepEqual(found, { url: new URL("file:///m/p/a.d.ts"), start: 1, end: 1 });
});
