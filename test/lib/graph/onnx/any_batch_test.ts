import assert from "node:assert/strict";
import type { OnnxModel, OnnxNode } from "../../../../lib/engine/lower/onnx.ts";
import { anyBatch } from "../../../../lib/graph/onnx/any_batch.ts";

/** A model of one node with one constant of whole numbers. */
function modelOf(
  samples: number,
  { type = "Expand", numbers, attributes = {} }: {
    readonly type?: string;
    readonly numbers: readonly number[];
    readonly attributes?: OnnxNode["attributes"];
  },
): { readonly samples: number; readonly model: OnnxModel } {
  const data = BigInt64Array.from(numbers, BigInt);
  const [x, y] = ["x", "y"].map((name) => ({ name, type: "float32", dims: [samples, 2] } as const));
  return {
    samples,
    model: {
      inputs: x ? [x] : [],
      outputs: y ? [y] : [],
      tensors: [{ name: "c", type: "int64", dims: [numbers.length], data }],
      nodes: [{ type, name: "n", inputs: ["x", "c"], outputs: ["y"], attributes }],
    },
  };
}

/** Names of the constants with their numbers. */
function constantsOf({ tensors }: OnnxModel): Record<string, readonly number[]> {
  return Object.fromEntries(
    tensors.map(({ name, data }) => [name, Array.from(data as BigInt64Array, Number)]),
  );
}

Deno.test("anyBatch() takes nodes for the same wherever they were called", () => {
  const [first = assert.fail(), ...others] = [5, 7].map((n) => modelOf(n, { numbers: [n] }));
  const nodes = first.model.nodes.map((node) => ({ ...node, site: "at cell 3" }));
  const model = anyBatch([{ ...first, model: { ...first.model, nodes } }, ...others]);
  assert.equal(model.nodes.at(-1)?.type, "Expand");
});

Deno.test("anyBatch() computes sizes from the first input", () => {
  const model = anyBatch([5, 7, 11].map((n) => modelOf(n, { numbers: [3 * n + 1, 8] })));
  assert.deepEqual(model.inputs[0]?.dims, ["batch", 2]);
  assert.deepEqual(model.outputs[0]?.dims, ["batch", 2]);
  assert.deepEqual(model.nodes.map(({ type, inputs, outputs }) => [type, inputs, outputs]), [
    ["Shape", ["x"], ["samples"]],
    ["Mul", ["samples", "factor/c"], ["product/c"]],
    ["Add", ["product/c", "offset/c"], ["c"]],
    ["Expand", ["x", "c"], ["y"]],
  ]);
  assert.deepEqual(constantsOf(model), { "factor/c": [3, 0], "offset/c": [1, 8] });
});

Deno.test("anyBatch() leaves the one open size of a reshape open, and no zero beside it", () => {
  const reshape = (numbers: (n: number) => number[]): OnnxModel =>
    anyBatch([5, 7].map((n) => modelOf(n, { type: "Reshape", numbers: numbers(n) })));
  const free = reshape((n) => [2, 4 * n, 8]);
  assert.deepEqual(free.nodes.map(({ inputs }) => inputs), [["x", "free/c"]]);
  assert.deepEqual(constantsOf(free), { "free/c": [2, -1, 8] });
  assert.equal(reshape((n) => [n, n]).nodes.length, 4);
  // −1 beside a length of zero could be anything.
  assert.equal(reshape((n) => [n, 0]).nodes.length, 4);
});

Deno.test("anyBatch() repeats the row that all samples share", () => {
  const of = (n: number, row: readonly number[]) => {
    const { samples, model } = modelOf(n, { numbers: [1] });
    const data = Float32Array.from({ length: n * 2 }, (_, at) => row[at % row.length] ?? 0);
    return {
      samples,
      model: { ...model, tensors: [{ name: "c", type: "float32", dims: [n, 2], data }] },
    } as const;
  };
  const { nodes, tensors } = anyBatch([of(5, [3, 4]), of(7, [3, 4])]);
  assert.deepEqual(nodes.map(({ type }) => type), ["Shape", "Mul", "Add", "Expand", "Expand"]);
  assert.deepEqual(tensors.find(({ name }) => name === "row/c")?.dims, [1, 2]);
  assert.throws(() => anyBatch([of(5, [3, 4]), of(7, [3, 4, 5])]), {
    name: "FixedBatchError",
    message: /numbers that depend on how many samples/,
  });
});

Deno.test("anyBatch() refuses sizes that follow no rule, and other operations", () => {
  const squares = [5, 7, 11].map((n) => modelOf(n, { numbers: [n * n] }));
  assert.throws(() => anyBatch(squares), {
    name: "FixedBatchError",
    message: /\(25\), \(49\), \(121\) follow no rule/,
  });
  assert.throws(
    () => anyBatch([5, 7].map((n) => modelOf(n, { numbers: [1], attributes: { axis: n } }))),
    { name: "FixedBatchError", message: /^n is another one for another number of samples/ },
  );
  assert.throws(() => anyBatch([modelOf(5, { numbers: [1] })]), /two models are needed/);
});
