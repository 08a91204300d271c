import assert from "node:assert/strict";
import { JobError, recordError } from "../../../../lib/experiment/runner/job_error.ts";

Deno.test("JobError has the name, message, stack, causes and parts of what was thrown", () => {
  const parts = new AggregateError([new TypeError("a"), new RangeError("b")], "both");
  const thrown = new SyntaxError("on top", { cause: parts });
  const error = new JobError(JSON.parse(JSON.stringify(recordError(thrown))));
  assert.equal(`${error}`, "SyntaxError: on top");
  assert.equal(error.stack, thrown.stack);
  const { cause } = error;
  assert.ok(cause instanceof JobError);
  assert.equal(`${cause}`, "AggregateError: both");
  assert.deepEqual(cause.errors?.map(String), ["TypeError: a", "RangeError: b"]);
  assert.equal(error.errors, undefined);
});

Deno.test("recordError() ends where causes go in a circle", () => {
  const error = new Error("round");
  error.cause = error;
  assert.equal(JSON.stringify(recordError(error)).split('"message":"round"').length, 10);
});

Deno.test("recordError() says what was thrown that is no error", () => {
  const cases = [["text", '"text"'], [3, "3"], [undefined, "undefined"], [
    Object.create(null),
    "something that has no text",
  ]] as const;
  for (const [thrown, told] of cases) {
    assert.deepEqual(recordError(thrown), { name: "Error", message: `Threw ${told}` });
  }
});
