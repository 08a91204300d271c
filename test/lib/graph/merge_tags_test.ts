import assert from "node:assert/strict";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import type { IdStrategy, MergeStrategy } from "../../../lib/graph/merge_strategy.ts";
import { mergeIds, mergeTags, SampleMismatchError } from "../../../lib/graph/merge_tags.ts";
import { sum } from "../../../lib/graph/merges/elementwise.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";

const inputs = { a: "A", b: "B", c: "C" };

function node(options: { readonly tags?: MergeStrategy; readonly ids?: IdStrategy } = {}) {
  return new MergeNode({ label: "All", inputs, merge: sum(options) });
}

const arriving = [
  { port: "a", value: { cell: [1, 2], site: ["x", "y"] } },
  { port: "b", value: { cell: [3, 4] } },
  { port: "c", value: { cell: [8, 9], phase: ["up", "down"] } },
];

for (
  const { tags, wanted } of [
    { tags: undefined, wanted: arriving[0]?.value },
    { tags: "first", wanted: arriving[0]?.value },
    { tags: "last", wanted: arriving[2]?.value },
    { tags: { from: "B" }, wanted: arriving[1]?.value },
    { tags: "mean", wanted: { cell: [4, 5], site: ["x", "y"], phase: ["up", "down"] } },
    {
      tags: -1,
      wanted: { cell: [[1, 3, 8], [2, 4, 9]], site: ["x", "y"], phase: ["up", "down"] },
    },
  ] as const
) {
  Deno.test(`mergeTags() of three inputs by ${JSON.stringify(tags)}`, () => {
    assert.deepEqual(mergeTags(node(tags === undefined ? {} : { tags }), arriving), wanted);
  });
}

Deno.test("mergeTags() puts lists side by side along any of their axes, and takes means of them", () => {
  const lists = [
    { port: "a", value: { at: [[[1, 2], [3, 4]]] } },
    { port: "b", value: { at: [[[5, 6], [7, 8]]] } },
  ];
  assert.deepEqual(mergeTags(node({ tags: 0 }), lists).at, [[[1, 2], [3, 4], [5, 6], [7, 8]]]);
  assert.deepEqual(mergeTags(node({ tags: 1 }), lists).at, [[[1, 2, 5, 6], [3, 4, 7, 8]]]);
  assert.deepEqual(mergeTags(node({ tags: "mean" }), lists).at, [[[3, 4], [5, 6]]]);
});

Deno.test("mergeTags() passes over inputs without tags; a model node passes on those of its first", () => {
  const some = arriving.map(({ port, value }) => ({
    port,
    value: port === "a" ? undefined : value,
  }));
  assert.deepEqual(mergeTags(node(), some), { cell: [3, 4] });
  assert.deepEqual(mergeTags(node(), []), {});
  const model = new ModelNode({ label: "Head", model: "mlp", inputs });
  assert.deepEqual(mergeTags(model, arriving), arriving[0]?.value);
});

Deno.test("mergeTags() refuses a mean of texts and an axis that is not there, with node and row", () => {
  const texts = [
    { port: "a", value: { cell: [1, "u"] } },
    { port: "b", value: { cell: [2, "v"] } },
  ];
  assert.throws(() => mergeTags(node({ tags: "mean" }), texts), (error: unknown) => {
    assert.ok(error instanceof SampleMismatchError);
    assert.deepEqual([error.node, error.row], ["All", 1]);
    assert.match(error.message, /mean of the tag "cell": row 1 has "u" and "v"; .*"first"/);
    return true;
  });
  assert.throws(() => mergeTags(node({ tags: 1 }), arriving), /along axis 1 the tag "cell": row 0/);
});

Deno.test("mergeIds() wants the same samples at all inputs, and says where they are others", () => {
  const [same, other] = [["u", "v"], ["u", "w"]];
  const at = (...ids: (readonly string[])[]) =>
    ids.map((value, index) => ({ port: "abc"[index] ?? "", value }));
  assert.deepEqual(mergeIds(node(), at(same, [...same], same)), same);
  assert.throws(() => mergeIds(node(), at(same, same, other)), (error: unknown) => {
    assert.ok(error instanceof SampleMismatchError);
    assert.deepEqual([error.node, error.row], ["All", 1]);
    assert.match(error.message, /in row 1, a has "v" and c has "w"; align them .*ids: "first"/);
    return true;
  });
  assert.deepEqual(mergeIds(node({ ids: "first" }), at(same, other)), same);
  assert.deepEqual(mergeIds(node({ ids: "last" }), at(same, other)), other);
  assert.deepEqual(mergeIds(node({ ids: { from: "B" } }), at(same, other)), other);
});

Deno.test("mergeIds() lets padding agree with everything, and everything behind it with each other", () => {
  const at = (...ids: string[]) =>
    ids.map((id, index) => ({ port: "abc"[index] ?? "", value: [id] }));
  assert.deepEqual(mergeIds(node(), at("N/A", "u", "u")), ["u"]);
  assert.throws(() => mergeIds(node(), at("N/A", "u", "v")), /b has "u" and c has "v"/);
});
