import assert from "node:assert/strict";
import { mentionsOf } from "../../../kernel/assist/mentions.ts";

function names(text: string): string[] {
  return [...mentionsOf(text).names].toSorted();
}

Deno.test("mentionsOf() finds the values and types that a cell uses", () => {
  assert.deepEqual(names("fit(model, { metrics })"), ["fit", "metrics", "model"]);
  assert.deepEqual(names("let a: Metric<Row>[] = b as typeof c.d"), ["Metric", "Row", "b", "c"]);
  assert.deepEqual(names("class A extends B<C> implements D.E {}"), ["B", "C", "D"]);
  assert.deepEqual(names("[...uniform, `${choice}`]"), ["choice", "uniform"]);
  assert.deepEqual(names("<Chart of={mean}><b>and</b></Chart>"), ["Chart", "b", "mean"]);
});

Deno.test("mentionsOf() leaves out comments, texts, keys, members, labels and types of keys", () => {
  for (
    const text of [
      "// load and merge, or compile",
      "/* and\n or */ 'metrics'; `named`",
      "0..mae; ({}).f1?.precision",
      "({ accuracy: 1, recall() {}, 'r2': 2 })",
      "interface A { metrics: number; recall(): void }",
      "class A { #x = 1; adam = 2; static sgd() {} }",
      "and: for (;;) { continue and; }",
      "enum A { or }; type B = [mse: number]",
    ]
  ) assert.deepEqual(names(text), [], text);
});

Deno.test("mentionsOf() leaves out what the cell declares, wherever it does", () => {
  for (
    const text of [
      "function f1(precision: number, { recall, a: [mae] }: any) { return precision + recall + mae }",
      "const metrics = 1, { accuracy = 2, ...or } = {} as any; metrics",
      "try {} catch (metric) { metric }",
      "type A<choice> = choice; type and = (named: number) => void",
      "import { merge as reference } from 'x'; reference",
      "class models { constructor(private lineage = 1) { lineage } }",
      "for (const eq of [1]) eq",
      "namespace losses {}; interface metric {}",
    ]
  ) assert.deepEqual(names(text).filter((name) => name !== "any"), [], text);
});

Deno.test("mentionsOf() knows where a declaration ends", () => {
  for (
    const text of [
      "const f = (merge: number) => merge + 1; merge()",
      "function f({ merge }: A) { return merge } merge()",
      "{ let merge = 1; class A {} } merge()",
      "for (const merge of []) merge; merge()",
      "try {} catch (merge) { merge } merge()",
      "switch (0) { default: function merge() {} } merge()",
      "(class merge { m() { return merge } }); merge()",
      "class B { static { var merge = 1 } constructor(readonly merge = 2) {} } merge()",
      "namespace N { export const merge = 1 } merge()",
      "type B<merge> = merge; type C = { [merge in 'a']: merge }; let b: merge",
    ]
  ) assert.ok(names(text).includes("merge"), text);
  for (const text of ["if (a) { var merge = 1 } merge", "merge(); function merge() {}"]) {
    assert.ok(!names(text).includes("merge"), text);
  }
});

Deno.test("mentionsOf() hears imports, and no word import", () => {
  for (
    const text of [
      "import 'a'",
      "import type { A } from 'a'",
      "await import('a')",
      "export * from 'a'",
      "export { a } from 'a'",
      "let a: import('a').B",
      "import {",
    ]
  ) assert.ok(mentionsOf(text).imports, text);
  for (
    const text of ["// import data", "'import'", "export const a = 1", "a.import(", "'import' + ("]
  ) {
    assert.ok(!mentionsOf(text).imports, text);
  }
});

Deno.test("mentionsOf() reads an unfinished text word by word, without comments and texts", () => {
  const text =
    "// and or\nconst a = FeatureSet.from('metrics', /* merge */ \"lineage\").f1(choice, ";
  assert.deepEqual(names(text), ["FeatureSet", "choice", "const"]);
  assert.deepEqual([...mentionsOf(text).members], ["from", "f1"]);
  assert.deepEqual(names("const f1 = [...uniform, ("), ["const", "uniform"]);
});

Deno.test("mentionsOf() reads a chain of ten thousand terms", () => {
  assert.deepEqual(names(Array(10_000).fill("a").join(" + ")), ["a"]);
});
