import assert from "node:assert/strict";
import { eraseCommands } from "../../../kernel/compile/commands.ts";
import { exportTs } from "../../../kernel/notebook/export_ts.ts";
import { code, markdown, notebook } from "./build.ts";

Deno.test("exportTs() separates cells with marks and keeps text as comments", () => {
  const script = exportTs(
    notebook(
      markdown("# Title\n\ntext"),
      code("const a = 1;\n", { tags: ["parameters"] }),
      code("%time a\na % 2"),
      code("%%bash\nls"),
    ),
    { eraseCommands },
  );
  assert.equal(
    script,
    [
      "// %% [markdown]",
      "// # Title",
      "//",
      "// text",
      "",
      '// %% tags=["parameters"]',
      "const a = 1;",
      "",
      "// %%",
      "// %time a",
      "a",
      "a % 2",
      "",
      "// %%",
      "// %%bash",
      "// ls",
      "",
    ].join("\n"),
  );
});

function scriptOf(source: string): string {
  return exportTs(notebook(code(source)), { eraseCommands }).replace("// %%\n", "");
}

Deno.test("exportTs() keeps the code that commands take", () => {
  assert.equal(scriptOf("%%time\nconst model = 1;\n"), "// %%time\nconst model = 1;\n");
  assert.equal(scriptOf("%time const a = 1;\na"), "// %time const a = 1;\nconst a = 1;\na\n");
  assert.equal(scriptOf("a?\n  %who\n?b"), "// a?\n//   %who\n// ?b\n");
  assert.equal(scriptOf("%%bash\nls\n\npwd"), "// %%bash\n// ls\n//\n// pwd\n");
});

Deno.test("exportTs() takes no line of a text for a command", () => {
  for (const source of ["const a = `\n%d items\n?x\n`;", "a\n  %b", "// a?\nc ?\n1 : 2"]) {
    assert.equal(scriptOf(source), `${source}\n`);
  }
});

Deno.test("exportTs() comments out what follows a line separator of Unicode", () => {
  const script = exportTs(notebook(markdown("a\u2028b\u2029c")), { eraseCommands });
  assert.equal(script, "// %% [markdown]\n// a\n// b\n// c\n");
});
