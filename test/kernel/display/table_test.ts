import assert from "node:assert/strict";
import { tableBundle } from "../../../kernel/display/table.ts";
import type { TableSource } from "../../../kernel/display/table_window.ts";
import { assertHarmless, ATTACK } from "./support.ts";

function source({ rows = 3, columns = 2, text = "x" } = {}): TableSource {
  return {
    title: "T",
    rowCount: rows,
    columns: Array.from({ length: columns }, (_, at) => ({
      name: `c${at}`,
      type: "Utf8",
      numeric: at === 0,
    })),
    cell: (row, column) => ({ text: `${text}${row}.${column}` }),
  };
}

function forms(of: TableSource): { readonly html: string; readonly text: string } {
  const { data } = tableBundle(of);
  return { html: String(data["text/html"]), text: String(data["text/plain"]) };
}

Deno.test("tableBundle() writes a table with caption, names, types and row numbers", () => {
  const { html, text } = forms(source({ rows: 1 }));
  assert.equal(
    html,
    "<table><caption>T: 1 row × 2 columns</caption>" +
      '<thead><tr><td></td><th scope="col" style="text-align:right">c0</th>' +
      '<th scope="col" style="text-align:left">c1</th></tr>' +
      '<tr><th scope="row"><small>type</small></th>' +
      '<td style="text-align:right"><small>Utf8</small></td>' +
      '<td style="text-align:left"><small>Utf8</small></td></tr></thead>' +
      '<tbody><tr><th scope="row">0</th><td style="text-align:right">x0.0</td>' +
      '<td style="text-align:left">x0.1</td></tr></tbody></table>',
  );
  assert.equal(
    text,
    [
      "T: 1 row × 2 columns",
      "┌───┬──────┬──────┐",
      "│   │   c0 │ c1   │",
      "│   │ Utf8 │ Utf8 │",
      "├───┼──────┼──────┤",
      "│ 0 │ x0.0 │ x0.1 │",
      "└───┴──────┴──────┘",
    ].join("\n"),
  );
});

Deno.test("tableBundle() shows the first 10 and the last 5 rows, in both forms", () => {
  const { html, text } = forms(source({ rows: 20_000, columns: 1 }));
  assert.match(html, /T: 20,000 rows × 1 column \(first 10 and last 5 rows shown\)/);
  assert.match(html, /… 19,985 rows left out …/);
  const inHtml = [...html.matchAll(/scope="row">(\d+)</g)].map(([, index]) => index);
  const inText = [...text.matchAll(/^│ +(\d+) │/gm)].map(([, index]) => index);
  assert.deepEqual(inHtml, inText);
  assert.deepEqual(inHtml.map(Number), [
    ...Array(10).keys(),
    ...[19_995, 19_996, 19_997, 19_998, 19_999],
  ]);
});

Deno.test("tableBundle() shows 15 rows whole", () => {
  assert.doesNotMatch(forms(source({ rows: 15 })).html, /left out|shown/);
});

Deno.test("tableBundle() leaves out columns in the middle beyond 20", () => {
  const { html } = forms(source({ columns: 25 }));
  assert.equal([...html.matchAll(/scope="col"/g)].length, 21);
  assert.match(html, />c9<.*5 columns left out.*>c15</s);
  assert.doesNotMatch(html, />c10</);
});

Deno.test("tableBundle() stays below 64 KB however long the cells are", () => {
  const { html } = forms(source({ rows: 100, columns: 30, text: "<&é".repeat(500) }));
  assert.ok(new TextEncoder().encode(html).length <= 64_000, `${html.length}`);
});

Deno.test("tableBundle() keeps lines of text within 120 columns", () => {
  const { text } = forms(source({ columns: 20, text: "0123456789" }));
  const lines = text.split("\n").slice(1);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.ok((lines[0]?.length ?? 0) <= 120);
  assert.match(lines[1] ?? "", /c0 │.*… │.*c19/);
});

Deno.test("tableBundle() lets no markup through, wherever it stands", () => {
  const evil: TableSource = {
    title: ATTACK,
    rowCount: 1,
    columns: [{ name: ATTACK, type: ATTACK, numeric: false }],
    cell: () => ({ text: ATTACK, missing: true }),
  };
  assertHarmless(forms(evil).html);
});

Deno.test("tableBundle() shows a table without rows or columns", () => {
  assert.match(forms(source({ rows: 0 })).text, /^T: 0 rows × 2 columns\n/);
  assert.match(forms(source({ columns: 0 })).html, /3 rows × 0 columns/);
});
