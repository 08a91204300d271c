import assert from "node:assert/strict";
import { toJavaScript } from "../../../kernel/compile/javascript.ts";

Deno.test("toJavaScript() calls the automatic runtime for TSX", () => {
  const { code } = toJavaScript("/** @jsxImportSource npm:preact */\n<b>x</b>");
  assert.match(code, /from "npm:preact\/jsx-runtime"/);
});

Deno.test("toJavaScript() calls the function that @jsx names, wherever the comment stands", () => {
  const { code } = toJavaScript(
    "const n = 1;\n/** @jsx dom.h @jsxFrag Part */\n<><b id='i'>{n}</b></>",
  );
  assert.match(code, /dom\.h\(Part, null, .*dom\.h\("b", \{ id: "i" \}, n\)\)/s);
  assert.doesNotMatch(code, /jsx-runtime/);
});
