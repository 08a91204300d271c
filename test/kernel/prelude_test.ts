import assert from "node:assert/strict";
import { openKernel } from "../../kernel/embed.ts";
import { lazyNames, loadLazy } from "../../kernel/prelude.ts";
import * as library from "../../lib/mod.ts";

Deno.test("lazyNames() lists tf and every value that modulab exports", () => {
  assert.deepEqual([...lazyNames()].sort(), ["tf", ...Object.keys(library)].sort());
});

Deno.test("loadLazy() gives the value that modulab exports", async () => {
  assert.equal(await loadLazy("cellSignal"), library.cellSignal);
});

Deno.test("a cell uses modulab's names without an import", async () => {
  await using kernel = await openKernel({ folder: Deno.cwd(), languageServer: false });
  const code = "const set = FeatureSet.name; [set, typeof cellSignal]";
  const { outputs } = await kernel.client.execute(code);
  const result = outputs.find(({ header }) => header.msg_type === "execute_result");
  assert.deepEqual(result?.content.data, { "text/plain": '[ "FeatureSet", "function" ]' });
});
