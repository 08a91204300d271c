import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import type { ErrorReport, StackFrame } from "../../../kernel/evaluate/events.ts";
import { CellBook } from "../../../kernel/requests/cells.ts";
import { placeInCells, writeError } from "../../../kernel/requests/traceback.ts";
import { entryOf } from "./entry.ts";

const KERNEL = new URL("../../../kernel/", import.meta.url).href;
/** One line of the announcement, one of the compiler: line 3 of the script is line 1 of the cell. */
const FIRST_LINE = 3;

function bookOf(source: string): CellBook {
  const book = new CellBook();
  book.add(entryOf("abc", { count: 4, source }));
  return book;
}

function frame(file: string, init: Partial<StackFrame> = {}): StackFrame {
  return { fn: null, file, line: FIRST_LINE, column: 1, async: false, ...init };
}

function report(init: Partial<ErrorReport>): ErrorReport {
  return { name: "Error", message: "bad", frames: [], ...init };
}

function write(error: ErrorReport, source = "one\n  two()"): string[] {
  return writeError(error, bookOf(source)).traceback.map(stripVTControlCharacters);
}

Deno.test("writeError() places frames in cells, with the line and a caret", () => {
  const frames = [frame("cell:abc", { fn: "boo", line: FIRST_LINE + 1, column: 3 })];
  assert.deepEqual(write(report({ name: "TypeError", frames })), [
    "TypeError: bad",
    "    at boo Cell [4], line 2, column 3",
    "     2 │   two()",
    "       │   ^",
  ]);
});

Deno.test("writeError() writes frames that repeat once, and how often they came", () => {
  const deep = frame("cell:abc", { fn: "deep", line: FIRST_LINE + 1, column: 3 });
  const other = frame("file:///home/me/mine.ts", { fn: "mine" });
  const hidden = frame("ext:core/01_core.js");
  assert.deepEqual(write(report({ frames: [deep, deep, hidden, deep, other, deep] })), [
    "Error: bad",
    "    at deep Cell [4], line 2, column 3",
    "     2 │   two()",
    "       │   ^",
    "    … and 2 times more",
    "    at mine (file:///home/me/mine.ts:3:1)",
    "    at deep Cell [4], line 2, column 3",
    "     2 │   two()",
    "       │   ^",
  ]);
});

Deno.test("writeError() hides the frames of the kernel, of the runtime and of added text", () => {
  const frames = [
    frame(`${KERNEL}evaluate/session/hooks.ts`),
    frame("ext:core/01_core.js"),
    frame("node:internal"),
    frame("<anonymous>"),
    frame(""),
    frame("cell:abc", { line: 1 }),
    frame("cell:gone"),
    frame("file:///home/me/mine.ts?modulab=12", { fn: "mine", line: 7, column: 2 }),
  ];
  assert.deepEqual(write(report({ frames })), [
    "Error: bad",
    "    at mine (file:///home/me/mine.ts:7:2)",
  ]);
});

Deno.test("writeError() unfolds causes, and causes of causes", () => {
  const cause = report({ name: "RangeError", message: "deep", cause: report({ message: "root" }) });
  assert.deepEqual(write(report({ cause })), [
    "Error: bad",
    "Caused by:",
    "RangeError: deep",
    "Caused by:",
    "Error: root",
  ]);
});

Deno.test("writeError() lists the parts of an AggregateError, indented", () => {
  const errors = [report({ message: "first" }), report({ message: "second", details: "{ a: 1 }" })];
  assert.deepEqual(write(report({ name: "AggregateError", message: "all", errors })), [
    "AggregateError: all",
    "[0]",
    "  Error: first",
    "[1]",
    "  Error: second",
    "    { a: 1 }",
  ]);
});

Deno.test("writeError() shows what was thrown if it is no error", () => {
  assert.deepEqual(write(report({ name: "Thrown", message: "{ a: 1 }", thrown: true })), [
    "Thrown: { a: 1 }",
  ]);
});

Deno.test("writeError() gives name and message without colours", () => {
  const { ename, evalue } = writeError(report({ name: "TypeError" }), new CellBook());
  assert.deepEqual([ename, evalue], ["TypeError", "bad"]);
});

Deno.test("writeError() quotes no line that is too long to read, and survives a place behind the text", () => {
  const at = (line: number): ErrorReport => report({ frames: [frame("cell:abc", { line })] });
  assert.equal(write(at(FIRST_LINE), "x".repeat(10_000)).length, 2);
  assert.equal(write(at(FIRST_LINE + 100)).length, 2);
});

Deno.test("placeInCells() writes places of cells in printed stacks, and leaves others alone", () => {
  const book = bookOf("one");
  const text = "at boo (cell:abc:3:5), at cell:gone:3:5, at supercell:abc:3";
  assert.equal(
    placeInCells(text, book),
    "at boo (Cell [4], line 1, column 5), at cell:gone:3:5, at supercell:abc:3",
  );
});

Deno.test("writeError() writes places of cells in messages, such as that of the call that failed", () => {
  const message = "Log, called at cell:abc:4:3, gave NaN";
  const { evalue, traceback: [first = ""] } = writeError(
    report({ message }),
    bookOf("one\n  two()"),
  );
  assert.equal(evalue, "Log, called at Cell [4], line 2, column 3, gave NaN");
  assert.equal(stripVTControlCharacters(first), `Error: ${evalue}`);
});
