import assert from "node:assert/strict";
import { isNested } from "../../../../kernel/evaluate/session/nesting.ts";

/** How many frames stand on the stack when this module is loaded or a test runs. */
function countFrames(): number {
  let own = 0;
  while (isNested(own)) own++;
  return own;
}

Deno.test("isNested() counts the frames that called it", () => {
  const here = countFrames() - 1; // without countFrames() itself
  assert.equal(isNested(here), false);
  assert.equal([1].map(() => isNested(here)).at(0), true);
});

Deno.test("isNested() looks at the stack whatever the limits of errors are, and leaves them", () => {
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 0;
    assert.equal(isNested(0), true);
    assert.equal(Error.stackTraceLimit, 0);
  } finally {
    Error.stackTraceLimit = limit;
  }
});
