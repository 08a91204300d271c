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

Deno.test("CellBook forgets the oldest of a thousand cells", () => {
  const book = new CellBook();
  for (let i = 0; i <= 1000; i++) book.add(entryOf(String(i)));
  assert.equal(book.get("0"), undefined);
  assert.ok(book.get("1"));
  assert.ok(book.get("1000"));
});

Deno.test("CellBook keeps its cells whatever number of comm messages comes", () => {
  const book = new CellBook();
  book.add(entryOf("cell"));
  for (let i = 0; i <= 1000; i++) book.addMessage(entryOf(`message ${i}`));
  assert.ok(book.get("cell"));
  assert.equal(book.get("message 0"), undefined);
  assert.ok(book.get("message 1000"));
});
