import assert from "node:assert/strict";
import { table } from "../../../kernel/display/records.ts";
import { assertHarmless, ATTACK, forms } from "./support.ts";

Deno.test("table() shows rows with the columns that any of them has", async () => {
  const { "text/plain": text } = await forms(
    table([{ epoch: 1, loss: 0.5 }, { epoch: 2, note: "a\nb" }], { title: "Training" }),
  );
  assert.equal(
    text,
    [
      "Training: 2 rows × 3 columns",
      "┌───┬────────┬───────────┬───────────┐",
      "│   │  epoch │      loss │ note      │",
      "│   │ number │    number │ string    │",
      "├───┼────────┼───────────┼───────────┤",
      "│ 0 │      1 │       0.5 │ undefined │",
      "│ 1 │      2 │ undefined │ a\\nb      │",
      "└───┴────────┴───────────┴───────────┘",
    ].join("\n"),
  );
});

Deno.test("table() shows chosen columns in the order in which they are named", async () => {
  const { "text/plain": text } = await forms(table([{ a: 1, b: 2 }], { columns: ["b", "a"] }));
  assert.match(String(text), /│ +b │ +a │/);
});

Deno.test("table() refuses what are no rows, and says which", () => {
  assert.throws(() => table([{ a: 1 }, 2 as unknown as object]), /row 1 is 2/);
  assert.throws(() => table({ a: 1 }), /a list of objects or an Arrow table: got \{ a: 1 \}/);
  for (const none of [null, undefined, 5, "ab"]) {
    const wrong = none as unknown as object;
    assert.throws(() => table(wrong), /a list of objects or an Arrow table: got /);
  }
});

Deno.test("table() lets no markup through", async () => {
  const { "text/html": html } = await forms(table([{ [ATTACK]: ATTACK }], { title: ATTACK }));
  assertHarmless(html);
});

Deno.test("a plain list of rows shows as text unless table() is asked for", async () => {
  assert.deepEqual(Object.keys(await forms([{ a: 1 }])), ["text/plain"]);
});
