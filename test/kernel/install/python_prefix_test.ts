import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { pythonPrefix } from "../../../kernel/install/python_prefix.ts";

Deno.test("pythonPrefix() names a folder that exists, or nothing", () => {
  const prefix = pythonPrefix();
  assert.ok(prefix === undefined || existsSync(prefix), prefix);
});
