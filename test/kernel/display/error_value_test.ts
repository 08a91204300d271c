import assert from "node:assert/strict";
import { describeError } from "../../../kernel/display/error_value.ts";
import { plainText } from "./support.ts";

Deno.test("describeError() shows name, message and the chain of causes, without a stack", () => {
  const cause = new TypeError("no file", { cause: { code: 2 } });
  const error = new Error("no model", { cause });
  assert.equal(
    describeError(error),
    "Error: no model\n  cause: TypeError: no file\n    cause: { code: 2 }",
  );
  assert.equal(plainText(error), describeError(error));
});

Deno.test("describeError() unfolds the errors of an AggregateError", () => {
  const error = new AggregateError([new Error("a"), new RangeError("b")], "two");
  assert.equal(
    describeError(error),
    "AggregateError: two\n  error: Error: a\n  error: RangeError: b",
  );
});

Deno.test("describeError() ends where causes go round", () => {
  const error = new Error("round");
  error.cause = error;
  assert.equal(describeError(error), "Error: round\n  cause: (the same error again)");
});

Deno.test("describeError() ends where causes go on and on", () => {
  let error = new Error("0");
  for (let i = 1; i < 100; i++) error = new Error(String(i), { cause: error });
  assert.ok(describeError(error).split("\n").length < 20);
});
