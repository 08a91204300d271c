import assert from "node:assert/strict";
import { listFiles, readImports, readText } from "../../../house/tree.ts";

Deno.test("experiment_tree.ts imports everything of lib that registers itself by name", async () => {
  const files = (await listFiles(".ts")).filter((file) => file.startsWith("lib/"));
  const imports = (await readImports(files)).filter(({ typeOnly, lazy }) => !typeOnly && !lazy);
  const byFile = Map.groupBy(imports, ({ from }) => from);
  const reached = new Set(["lib/experiment/travel/experiment_tree.ts"]);
  for (const file of reached) byFile.get(file)?.forEach(({ to }) => reached.add(to));
  const registering = await Promise.all(
    files.map(async (file) => /^\w+\.register\(/m.test(await readText(file)) ? [file] : []),
  );
  const missing = registering.flat().filter((file) => !reached.has(file));
  assert.ok(registering.flat().length > 10);
  assert.deepEqual(missing, []);
});
