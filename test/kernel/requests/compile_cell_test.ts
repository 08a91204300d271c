import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileForKernel } from "../../../kernel/requests/compile_cell.ts";
import { SessionRig, textOf } from "../../support/session_rig.ts";
import { inFolder } from "../../support/temporary.ts";
import { entryOf } from "./entry.ts";
import { StateRig } from "./state.ts";

/** A runtime that lists what it is called with, but for the places that the development's is told. */
const RUNTIME = "data:text/javascript," + encodeURIComponent(
  "export const Fragment = 'Fragment', jsx = (...parts) => parts.slice(0, 2), jsxs = jsx, jsxDEV = jsx;",
);
const ELEMENTS = "<><b x={1}>t</b></>";
const CELL = "const h = (...parts: unknown[]) => ['h', ...parts]; const F = 'F';\n" +
  `const React = { createElement: h, Fragment: 'React' };\nconsole.log(JSON.stringify(${ELEMENTS}));`;

const SETTINGS: readonly Record<string, unknown>[] = [
  { jsx: "react" },
  { jsxFactory: "h", jsxFragmentFactory: "F" },
  { jsx: "react-jsx", jsxImportSource: "rt" },
  { jsx: "react-jsxdev", jsxImportSource: "rt" },
];

for (const compilerOptions of SETTINGS) {
  const name = JSON.stringify(compilerOptions);
  Deno.test(`compileForKernel() makes of TSX what deno run makes of it, with ${name}`, () =>
    inFolder(async (folder) => {
      const imports = { "rt/jsx-runtime": RUNTIME, "rt/jsx-dev-runtime": RUNTIME };
      await writeFile(join(folder, "deno.json"), JSON.stringify({ imports, compilerOptions }));
      const file = join(folder, "file.tsx");
      await writeFile(file, CELL);
      const args = ["run", "--no-lock", file];
      const run = await new Deno.Command(Deno.execPath(), { args }).output();
      const expected = new TextDecoder().decode(run.stdout);
      assert.match(expected, /"b"/, new TextDecoder().decode(run.stderr));

      using rig = new StateRig();
      await rig.state.keeper.restart({ folder });
      await using session = await SessionRig.start({ folder });
      const compiled = compileForKernel(entryOf("cell", { source: CELL }), rig.state);
      if (compiled instanceof Promise) assert.fail(JSON.stringify(await compiled));
      const announcement = { id: "cell", count: 1, source: CELL, allowInput: false };
      await session.session.run(compiled, { ...announcement, showResult: false, remember: false });
      assert.equal(textOf(session.outputs, { stream: "stdout" }), expected);
    }));
}

Deno.test("compileForKernel() heeds settings that have changed since a cell was compiled", () =>
  inFolder(async (folder) => {
    using rig = new StateRig();
    await rig.state.keeper.restart({ folder });
    for (const factory of ["first", "second"]) {
      const compilerOptions = { jsx: "react", jsxFactory: factory };
      await writeFile(join(folder, "deno.json"), JSON.stringify({ compilerOptions }));
      const compiled = compileForKernel(entryOf(factory, { source: "<b />" }), rig.state);
      assert.ok(!(compiled instanceof Promise) && compiled.uses.includes(factory));
    }
  }));
