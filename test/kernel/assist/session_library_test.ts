import assert from "node:assert/strict";
import { sessionLibrary, withDeclarations } from "../../../kernel/assist/session_library.ts";

Deno.test("withDeclarations() leads every name of the library's entry to its declarations", () => {
  const library = sessionLibrary(new URL("file:///m/"), {});
  const entry = "file:///m/lib/mod.ts";
  const map = { imports: { modulab: entry, ml: entry, own: "file:///m/x.ts" }, scopes: {} };
  assert.deepEqual(withDeclarations(map, library).imports, {
    modulab: "./modulab.d.ts",
    ml: "./modulab.d.ts",
    own: "file:///m/x.ts",
    "modulab:declarations": "./modulab_declarations.d.ts",
  });
});
