import assert from "node:assert/strict";
import { CellBook } from "../../../kernel/requests/cells.ts";
import { entryOf } from "./entry.ts";

Deno.test("CellBook knows the cell that runs, and the one that ran last", () => {
  const book = new CellBook();
  const entry = entryOf("a");
  book.add(entry);
  assert.equal(book.latest, undefined);
  {
    using _running = book.run(entry);
    assert.equal(book.running, entry);
  }
  assert.equal(book.running, undefined);
  assert.equal(book.latest, entry);
  assert.equal(book.get("a"), entry);
  assert.equal(book.get(null), undefined);
});

Deno.test("CellBook knows the cells of a long day, and forgets the oldest of more", () => {
  const book = new CellBook();
  for (let i = 0; i <= 5000; i++) book.add(entryOf(String(i)));
  assert.equal(book.get("0"), undefined);
  assert.ok(book.get("1"));
  assert.ok(book.get("5000"));
});

Deno.test("CellBook forgets the oldest of cells with too much text, but never the newest", () => {
  const book = new CellBook();
  const source = "x".repeat(1024 * 1024);
  for (let i = 0; i <= 16; i++) book.add({ ...entryOf(String(i)), source });
  assert.equal(book.get("0"), undefined);
  assert.ok(book.get("1"));
  const longest = { ...entryOf("long"), source: source.repeat(17) };
  book.add(longest);
  assert.equal(book.get("16"), undefined);
  assert.equal(book.get("long"), longest);
  book.add(entryOf("next"));
  assert.equal(book.get("long"), undefined);
});

Deno.test("CellBook counts a cell once that comes again under its id", () => {
  const book = new CellBook();
  const source = "x".repeat(10 * 1024 * 1024);
  for (let time = 0; time < 3; time++) book.add({ ...entryOf("same"), source });
  book.add(entryOf("next"));
  assert.ok(book.get("same"));
});

Deno.test("CellBook keeps its cells whatever number of comm messages comes", () => {
  const book = new CellBook();
  book.add(entryOf("cell"));
  for (let i = 0; i <= 1000; i++) book.addMessage(entryOf(`message ${i}`));
  assert.ok(book.get("cell"));
  assert.equal(book.get("message 0"), undefined);
  assert.ok(book.get("message 1000"));
});
