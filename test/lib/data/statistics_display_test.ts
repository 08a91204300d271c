import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { asTable, tableBundle } from "../../../lib/data/statistics_display.ts";

const set = FeatureSet.fromColumns("a", {
  x: [1, null, 3],
  y: [1, null, null],
  kind: ["<b>", "c", "c"],
}, { features: ["x", "y"], tags: ["kind"] });

function bundle(value: object): Readonly<Record<string, string>> {
  const display =
    (value as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")];
  return display?.call(value) ?? {};
}

Deno.test("tableBundle() leaves out what no row has, and writes lists and numbers in short", () => {
  const rows = [{ name: "a", part: 1 / 3, none: null }, { name: "b", part: null, none: null }];
  assert.equal(tableBundle("two", rows)["text/plain"], "two\n  name  part\n  a     0.333333\n  b");
  assert.match(String(tableBundle("l", [{ columns: ["x", "y"] }])["text/html"]), />x, y</);
});

Deno.test("asTable() keeps the rows, which nobody can change", () => {
  const rows = asTable([{ x: 1 }], (all) => `${all.length} row`);
  assert.deepEqual(rows, [{ x: 1 }]);
  assert.ok(Object.isFrozen(rows));
  assert.equal(Deno.inspect(rows), "1 row\n  x\n  1");
});

Deno.test("describe() shows a table of statistics in notebooks", () => {
  const { "text/html": html = "", "text/plain": text = "" } = bundle(set.describe());
  assert.match(html, /^<table><caption>3 columns<\/caption>.*<th scope="row"[^>]*>x<\/th>/);
  assert.match(
    text,
    /^3 columns\n {2}column +dtype +shape +count +missing .* distinct +top\n {2}x /,
  );
  assert.ok(!html.includes("<b>"));
});

Deno.test("missing() shows what each column lacks, and its patterns which lack it together", () => {
  const report = set.missing();
  assert.match(bundle(report)["text/plain"] ?? "", /^1 of 3 samples lack nothing\n.*\n {2}x +1 /);
  assert.match(bundle(report.patterns)["text/plain"] ?? "", /x, y +1/);
});

Deno.test("a column shows its kind and first samples in consoles", () => {
  assert.equal(Deno.inspect(set.column("x")), "float64, 3 samples: 1, null, 3");
});
