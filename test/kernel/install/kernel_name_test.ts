import assert from "node:assert/strict";
import { checkKernelName, KernelNameError } from "../../../kernel/install/kernel_name.ts";

Deno.test("checkKernelName() lowers letters, as Jupyter does", () => {
  assert.equal(checkKernelName("Mod.U-l_4b"), "mod.u-l_4b");
});

Deno.test("checkKernelName() refuses what could leave the folder or not be listed", () => {
  for (const name of ["", ".", "..", "../x", "a/b", "a b", "ä", "-x", "a\n"]) {
    assert.throws(() => checkKernelName(name), KernelNameError, JSON.stringify(name));
  }
});
