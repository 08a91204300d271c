import assert from "node:assert/strict";
import { exportTs } from "../../../kernel/notebook/export_ts.ts";
import { code, markdown, notebook } from "./build.ts";

Deno.test("exportTs() separates cells with marks and keeps text as comments", () => {
  const script = exportTs(notebook(
    markdown("# Title\n\ntext"),
    code("const a = 1;\n", { tags: ["parameters"] }),
    code("%time a\na % 2"),
    code("%%bash\nls"),
  ));
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
      "a % 2",
      "",
      "// %%",
      "// %%bash",
      "// ls",
      "",
    ].join("\n"),
  );
});
