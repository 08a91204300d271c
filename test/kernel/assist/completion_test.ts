import assert from "node:assert/strict";
import { chooseItems } from "../../../kernel/assist/completion.ts";

Deno.test("chooseItems() keeps what continues the word, exact case first, in the server's order", () => {
  const items = [
    { label: "Math", sortText: "15" },
    { label: "map", sortText: "15" },
    { label: "matrix", sortText: "11" },
    { label: "other", sortText: "11" },
  ];
  const chosen = chooseItems(items, { text: "x = ma", offset: 6 });
  assert.deepEqual(chosen.map(({ item }) => item.label), ["matrix", "map", "Math"]);
  assert.deepEqual(chosen.map(({ start, end }) => [start, end]).at(0), [4, 6]);
});

Deno.test("chooseItems() falls back to names that contain the letters in order", () => {
  const chosen = chooseItems([{ label: "toFixed" }, { label: "valueOf" }], {
    text: "tfx",
    offset: 3,
  });
  assert.deepEqual(chosen.map(({ item }) => item.label), ["toFixed"]);
});

Deno.test("chooseItems() takes the server's range over the word", () => {
  const range = { start: { line: 0, character: 1 }, end: { line: 0, character: 2 } };
  const item = { label: "a-b", filterText: ".a-b", textEdit: { newText: '["a-b"]', range } };
  const [chosen] = chooseItems([item], { text: "o.", offset: 2 });
  assert.deepEqual([chosen?.start, chosen?.end], [1, 2]);
});

Deno.test("chooseItems() offers names that begin with _ last, unless _ was typed", () => {
  const items = ["__dirname", "_", "alpha"].map((label) => ({ label, sortText: "11" }));
  const labels = (text: string): readonly string[] =>
    chooseItems(items, { text, offset: text.length }).map(({ item }) => item.label);
  assert.deepEqual(labels(""), ["alpha", "__dirname", "_"]);
  assert.deepEqual(labels("_"), ["__dirname", "_"]);
});

Deno.test("chooseItems() keeps only what continues a word beyond ASCII", () => {
  const items = [{ label: "名前" }, { label: "naïve" }, { label: "été" }];
  const at = (text: string): readonly string[] =>
    chooseItems(items, { text, offset: text.length }).map(({ item }) => item.label);
  assert.deepEqual(at("user.名"), ["名前"]);
  assert.deepEqual(at("é"), ["été"]);
});

Deno.test("chooseItems() takes the # of a private name for part of the word", () => {
  const text = "this.#s";
  const items = [{ label: "#secret" }, { label: "set" }];
  const [chosen, ...others] = chooseItems(items, { text, offset: text.length });
  assert.deepEqual([chosen?.item.label, chosen?.start, others], ["#secret", 5, []]);
});
