import assert from "node:assert/strict";
import { checkLabel, list, nearest, UnknownNameError } from "../../../lib/core/names.ts";

Deno.test("nearest() finds a typing error, a part and another casing, and nothing far", () => {
  const known = ["voltage", "current", "temperature"];
  assert.equal(nearest("volt", known), "voltage");
  assert.equal(nearest("curent", known), "current");
  assert.equal(nearest("Temperature", known), "temperature");
  assert.equal(nearest("soh", known), undefined);
  assert.equal(nearest("x", []), undefined);
});

Deno.test("UnknownNameError says what was asked, what was meant and what exists", () => {
  const near = new UnknownNameError("feature", "volt", { known: ["voltage", "soc"] });
  assert.equal(
    near.message,
    'No feature "volt": did you mean "voltage"? Features: "voltage", "soc"',
  );
  const far = new UnknownNameError("split", "train", { known: [], hint: "split first" });
  assert.equal(far.message, 'No split "train"; there are no splits; split first');
  const known = ["mse"];
  assert.match(new UnknownNameError("loss", "x", { known }).message, /; Losses: "mse"$/);
  assert.match(new UnknownNameError("input of Both", "x", { known }).message, /; Inputs of Both: /);
});

Deno.test("checkLabel() refuses what a dotted name cannot hold", () => {
  assert.equal(checkLabel("pulses_1", { kind: "FeatureSet" }), "pulses_1");
  assert.throws(() => checkLabel("My FS.v1", { kind: "FeatureSet" }), {
    message:
      'Cannot name a FeatureSet "My FS.v1": it has the invalid character " "; write "My_FS_v1"',
  });
  assert.throws(() => checkLabel("raw", { kind: "column", reserved: ["raw"] }), /reserved keyword/);
  assert.throws(() => checkLabel("", { kind: "split" }), /empty label/);
});

Deno.test("list() stops after twelve names", () => {
  assert.match(list(Array.from({ length: 15 }, (_, i) => `n${i}`)), /"n11" and 3 more$/);
});

Deno.test("checkLabel() says how to write another one, where it is told", () => {
  const how = "with rename: …";
  assert.throws(() => checkLabel("a b", { kind: "column", how }), /write "a_b", with rename: …$/);
});
