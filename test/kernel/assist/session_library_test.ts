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

/** Makes the declarations of modulab; prints the megabytes that the process has grown by. */
const GROWTH = `
import { sessionLibrary } from "./kernel/assist/session_library.ts";
const before = Deno.memoryUsage().rss;
const text = await sessionLibrary(new URL("./", import.meta.url), {}).declarations();
console.log(text.length, (Deno.memoryUsage().rss - before) / 1e6);
`;

Deno.test("sessionLibrary() makes its declarations with little memory", async () => {
  const root = new URL("../../../", import.meta.url);
  const script = GROWTH.replaceAll('"./', `"${root.href}`);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", script],
    cwd: root,
  }).output();
  const [length = 0, megabytes = NaN] = new TextDecoder().decode(stdout).split(" ").map(Number);
  assert.ok(length > 1_000_000, `${length} characters`);
  assert.ok(megabytes < 70, `${megabytes} MB`);
});
