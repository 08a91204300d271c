import assert from "node:assert/strict";
import { FileFormatError } from "../../../../lib/data/file/file_error.ts";

Deno.test("FileFormatError says what was read, as what, and what is wrong", () => {
  const cause = new Error("inner");
  const error = new FileFormatError('"a.csv"', {
    format: "csv",
    reason: "line 3 is cut off.",
    cause,
  });
  assert.equal(error.message, 'Cannot read "a.csv" as CSV: line 3 is cut off');
  assert.deepEqual([error.name, error.source, error.format], ["FileFormatError", '"a.csv"', "csv"]);
  assert.equal(error.cause, cause);
  assert.ok(error instanceof SyntaxError);
});

Deno.test("FileFormatError leaves out what libraries advise, and shortens what they quote", () => {
  const reason = "Conversion Error:\n  could not cast\nPossible fixes:\n* ignore_errors=true";
  const short = new FileFormatError("x", { format: "parquet", reason });
  assert.equal(short.message, "Cannot read x as Parquet: Conversion Error: could not cast");
  const long = new FileFormatError("x", { format: "json", reason: "y".repeat(5000) });
  assert.ok(long.message.length < 450 && long.message.endsWith("…"));
});

Deno.test("FileFormatError of a query does not call it a file", () => {
  const error = new FileFormatError("the result", { format: "sql", reason: "no such table" });
  assert.equal(error.message, "Cannot run the query: no such table");
});
