import assert from "node:assert/strict";
import { isOwnName } from "../../../kernel/compile/own_names.ts";

Deno.test("isOwnName() tells helpers of compiled text from names that look like them", () => {
  const ours = [
    "__modulab",
    "__modulab_time_1",
    "_jsx",
    "_jsxs2",
    "_Fragment",
    "_jsxFileName",
    "__esDecorate",
  ];
  assert.deepEqual(ours.filter((name) => !isOwnName(name)), []);
  const users = ["_", "__", "jsx", "_jsxPath", "Fragment", "esDecorate", "_modulab", "_jsx_"];
  assert.deepEqual(users.filter(isOwnName), []);
});
