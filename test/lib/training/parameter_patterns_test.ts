import assert from "node:assert/strict";
import { checkPatterns, isMeant } from "../../../lib/training/parameter_patterns.ts";

const bias = { node: "Head", name: "hidden.0.bias" };

Deno.test("isMeant() compares whole names, and those of nodes where there is a slash", () => {
  for (const pattern of ["hidden.0.bias", "*.bias", "hidden.*", "*", "Head/*", "*/hidden.0.bias"]) {
    assert.ok(isMeant(bias, [pattern]), pattern);
  }
  for (const pattern of ["bias", "hidden", "Encoder/*", "hidden?0?bias", "hiddenx0xbias", ""]) {
    assert.ok(!isMeant(bias, [pattern]), pattern);
  }
  assert.ok(isMeant(bias, ["*.kernel", "*.bias"]));
  assert.ok(!isMeant(bias, []));
});

Deno.test("checkPatterns() refuses patterns that mean nothing, by what there is", () => {
  checkPatterns(["*.bias"], [bias]);
  assert.throws(() => checkPatterns(["*.gamma"], [bias]), /No parameter "\*.gamma"/);
  assert.throws(() => checkPatterns(["Haed/*"], [bias]), /Head\/hidden.0.bias/);
});
