import assert from "node:assert/strict";
import type { Pass } from "../../../../lib/engine/program/pass.ts";
import { runPasses } from "../../../../lib/engine/program/pass.ts";
import { broadcastLate } from "../../../../lib/engine/program/passes/broadcast_late.ts";
import { dropCentredSums } from "../../../../lib/engine/program/passes/drop_centred_sums.ts";
import { dropNoOps } from "../../../../lib/engine/program/passes/drop_no_ops.ts";
import { fuseActivation } from "../../../../lib/engine/program/passes/fuse_activation.ts";
import { fuseBias } from "../../../../lib/engine/program/passes/fuse_bias.ts";
import { flattenProducts } from "../../../../lib/engine/program/passes/flatten_products.ts";
import { foldConstants } from "../../../../lib/engine/program/passes/fold_constants.ts";
import { fuseTranspose } from "../../../../lib/engine/program/passes/fuse_transpose.ts";
import { invertDivisors } from "../../../../lib/engine/program/passes/invert_divisors.ts";
import { removeDeadCode } from "../../../../lib/engine/program/passes/remove_dead_code.ts";
import { shareCommon } from "../../../../lib/engine/program/passes/share_common.ts";
import { printProgram } from "../../../../lib/engine/program/print.ts";
import type { Program } from "../../../../lib/engine/program/program.ts";
import { matrix, operation, programOf } from "./program_cases.ts";

function after(program: Program, ...passes: readonly Pass[]): readonly string[] {
  return printProgram(runPasses(program, passes)).split("\n");
}

Deno.test("removeDeadCode drops what no output needs, constants included", () => {
  const x = matrix(2);
  const y = operation("Square", [x], {});
  const dead = operation("Neg", [y.output], {});
  const constants = [{ value: matrix(2), data: Float32Array.of(1, 2) }];
  assert.deepEqual(
    after(programOf({ x, operations: [y, dead], y: y.output, constants }), removeDeadCode),
    [
      "%0:f32[2] = input x",
      "%1:f32[2] = Square %0",
      "return y=%1",
    ],
  );
});

Deno.test("shareCommon computes the same only once, down to what follows from it", () => {
  const x = matrix(2);
  const twins = [0, 1].map(() => operation("Square", [x], {}));
  const negated = twins.map(({ output }) => operation("Neg", [output], {}));
  const [first, second] = negated.map(({ output }) => output);
  if (!first || !second) throw new Error("Cannot test without operations");
  const sum = operation("Add", [first, second], {});
  const operations = [...twins, ...negated, sum];
  assert.deepEqual(after(programOf({ x, operations, y: sum.output }), shareCommon), [
    "%0:f32[2] = input x",
    "%1:f32[2] = Square %0",
    "%2:f32[2] = Neg %1",
    "%3:f32[2] = Add %2 %2",
    "return y=%3",
  ]);
});

Deno.test("shareCommon keeps operations with other attributes apart", () => {
  const x = matrix(2, 2);
  const [rows, columns] = [0, 1].map((axis) =>
    operation("Sum", [x], { axis: [axis], keepDims: false })
  );
  if (!rows || !columns) throw new Error("Cannot test without operations");
  const sum = operation("Add", [rows.output, columns.output], {});
  const program = programOf({ x, operations: [rows, columns, sum], y: sum.output });
  assert.equal(runPasses(program, [shareCommon]).operations.length, 3);
});

Deno.test("foldConstants computes what depends on constants only", () => {
  const x = matrix(2);
  const [a, b] = [matrix(2), matrix()];
  const constants = [
    { value: a, data: Float32Array.of(3) },
    { value: b, data: Float32Array.of(2) },
  ];
  const product = operation("Multiply", [a, b], {});
  const sum = operation("Sum", [product.output], { axis: [0], keepDims: false });
  const y = operation("Add", [x, sum.output], {});
  const program = programOf({ x, operations: [product, sum, y], y: y.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[] = constant 12",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});

Deno.test("fuseTranspose lets products read their operands transposed", () => {
  const x = matrix(2, 3);
  const turned = operation("Transpose", [x], { perm: [1, 0] });
  const product = operation("BatchMatMul", [turned.output, x], {
    transposeA: false,
    transposeB: false,
  });
  const program = programOf({ x, operations: [turned, product], y: product.output });
  assert.deepEqual(after(program, fuseTranspose, removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[3,3] = BatchMatMul %0 %0 transposeA=true transposeB=false",
    "return y=%1",
  ]);
});

Deno.test("fuseTranspose swaps the operands of a product that is transposed", () => {
  const x = matrix(2, 3);
  const product = operation("BatchMatMul", [x, x], { transposeA: true, transposeB: false });
  const turned = operation("Transpose", [product.output], { perm: [1, 0] });
  const program = programOf({ x, operations: [product, turned], y: turned.output });
  assert.deepEqual(after(program, fuseTranspose, removeDeadCode).slice(1), [
    "%1:f32[3,3] = BatchMatMul %0 %0 transposeA=true transposeB=false",
    "return y=%1",
  ]);
  const both = operation("Add", [product.output, turned.output], {});
  const needed = programOf({ x, operations: [product, turned, both], y: both.output });
  assert.equal(runPasses(needed, [fuseTranspose, removeDeadCode]).operations.length, 3);
});

Deno.test("dropNoOps joins reshapes and drops those without effect", () => {
  const x = matrix(2, 3);
  const flat = operation("Reshape", [x], { shape: [6] });
  const back = operation("Reshape", [flat.output], { shape: [2, 3] });
  const same = operation("Transpose", [back.output], { perm: [0, 1] });
  const tall = operation("Reshape", [same.output], { shape: [3, 2] });
  const program = programOf({ x, operations: [flat, back, same, tall], y: tall.output });
  assert.deepEqual(after(program, dropNoOps, removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[3,2] = Reshape %0 shape=[3,2]",
    "return y=%1",
  ]);
});

Deno.test("dropNoOps drops sums with zero, products with one, and slices of everything", () => {
  const x = matrix(2, 3);
  const [zero, one] = [matrix(), matrix(3)];
  const constants = [
    { value: zero, data: Float32Array.of(0) },
    { value: one, data: Float32Array.of(1) },
  ];
  const sum = operation("Add", [zero, x], {});
  const product = operation("Multiply", [sum.output, one], {});
  const attrs = { begin: [0, 0], size: [2, 3], strides: [1, 1] };
  const slice = operation("StridedSlice", [product.output], attrs);
  const square = operation("Square", [slice.output], {});
  const operations = [sum, product, slice, square];
  assert.deepEqual(
    after(programOf({ x, operations, y: square.output, constants }), dropNoOps, removeDeadCode),
    ["%0:f32[2,3] = input x", "%1:f32[2,3] = Square %0", "return y=%1"],
  );
});

Deno.test("dropNoOps joins transpositions and drops those that undo each other", () => {
  const x = matrix(2, 3, 4);
  const first = operation("Transpose", [x], { perm: [1, 2, 0] });
  const second = operation("Transpose", [first.output], { perm: [0, 2, 1] });
  const third = operation("Transpose", [second.output], { perm: [1, 0, 2] });
  const operations = [first, second, third];
  assert.deepEqual(
    after(programOf({ x, operations, y: second.output }), dropNoOps, removeDeadCode).slice(1),
    ["%1:f32[3,2,4] = Transpose %0 perm=[1,0,2]", "return y=%1"],
  );
  assert.deepEqual(
    after(programOf({ x, operations, y: third.output }), dropNoOps, removeDeadCode),
    ["%0:f32[2,3,4] = input x", "return y=%0"],
  );
});

Deno.test("dropNoOps keeps sums with zero that broadcast", () => {
  const x = matrix(3);
  const zeros = matrix(2, 3);
  const sum = operation("Add", [x, zeros], {});
  const constants = [{ value: zeros, data: Float32Array.of(0) }];
  const program = programOf({ x, operations: [sum], y: sum.output, constants });
  assert.equal(runPasses(program, [dropNoOps]).operations.length, 1);
});

Deno.test("fuseBias lets products start from a bias, across a reshape too", () => {
  const [x, bias] = [matrix(4, 4), matrix(4)];
  const constants = [{ value: bias, data: Float32Array.of(1, 2, 3, 4) }];
  const attrs = { transposeA: false, transposeB: true };
  const product = operation("BatchMatMul", [x, x], attrs);
  const apart = operation("Reshape", [product.output], { shape: [2, 2, 4] });
  const sum = operation("Add", [bias, apart.output], {});
  const operations = [product, apart, sum];
  assert.deepEqual(
    after(programOf({ x, operations, y: sum.output, constants }), fuseBias, removeDeadCode),
    [
      "%0:f32[4,4] = input x",
      "%1:f32[4] = constant 1 2 3 4",
      "%2:f32[4,4] = _FusedMatMul %0 %0 %1 transposeA=false transposeB=true",
      "%3:f32[2,2,4] = Reshape %2 shape=[2,2,4]",
      "return y=%3",
    ],
  );
});

Deno.test("fuseBias keeps products that others need, and biases along other axes", () => {
  const x = matrix(4, 4);
  const product = operation("BatchMatMul", [x, x], { transposeA: false, transposeB: false });
  const column = matrix(4, 1);
  const sum = operation("Add", [product.output, column], {});
  const twice = operation("Multiply", [product.output, product.output], {});
  const both = operation("Add", [sum.output, twice.output], {});
  const constants = [{ value: column, data: Float32Array.of(1, 2, 3, 4) }];
  const operations = [product, sum, twice, both];
  const program = programOf({ x, operations, y: both.output, constants });
  assert.deepEqual(runPasses(program, [fuseBias]), program);
});

Deno.test("fuseBias lets convolutions with channels last start from a bias", () => {
  const [x, filter, bias] = [matrix(1, 4, 4, 1), matrix(3, 3, 1, 2), matrix(2)];
  const constants = [filter, bias].map((value) => ({ value, data: Float32Array.of(1) }));
  const attrs = { strides: 1, pad: "same", dilations: 1 } as const;
  const kernels = (dataFormat: "NHWC" | "NCHW", row: readonly number[]) => {
    const y = operation("Conv2D", [x, filter], { ...attrs, dataFormat });
    const other = { value: matrix(...row), data: Float32Array.of(1) };
    const sum = operation("Add", [y.output, other.value], {});
    const all = [...constants, other];
    return runPasses(programOf({ x, operations: [y, sum], y: sum.output, constants: all }), [
      fuseBias,
      removeDeadCode,
    ]).operations.map(({ kernel }) => kernel);
  };
  assert.deepEqual(kernels("NHWC", [2]), ["FusedConv2D"]);
  assert.deepEqual(kernels("NHWC", [4, 1]), ["Conv2D", "Add"]);
});

Deno.test("fuseActivation puts a rectifier next to the product, and its slope on its result", () => {
  const x = matrix(4, 4);
  const product = operation("BatchMatMul", [x, x], { transposeA: false, transposeB: false });
  const apart = operation("Reshape", [product.output], { shape: [2, 2, 4] });
  const rectified = operation("Relu", [apart.output], {});
  const slope = operation("Step", [apart.output], { alpha: 0 });
  const leaky = operation("Step", [apart.output], { alpha: 0.5 });
  const sum = operation("Add", [rectified.output, slope.output], {});
  const whole = operation("Add", [sum.output, leaky.output], {});
  const operations = [product, apart, rectified, slope, leaky, sum, whole];
  assert.deepEqual(
    after(programOf({ x, operations, y: whole.output }), fuseActivation, removeDeadCode),
    [
      "%0:f32[4,4] = input x",
      "%1:f32[4,4] = BatchMatMul %0 %0 transposeA=false transposeB=false",
      "%2:f32[2,2,4] = Reshape %1 shape=[2,2,4]",
      "%3:f32[4,4] = Relu %1",
      "%4:f32[2,2,4] = Reshape %3 shape=[2,2,4]",
      "%5:f32[2,2,4] = Step %4 alpha=0",
      "%6:f32[2,2,4] = Step %2 alpha=0.5",
      "%7:f32[2,2,4] = Add %4 %5",
      "%8:f32[2,2,4] = Add %7 %6",
      "return y=%8",
    ],
  );
});

Deno.test("foldConstants computes a softmax of constants", () => {
  const [x, logits] = [matrix(2), matrix(2)];
  const softmax = operation("Softmax", [logits], {});
  const sum = operation("Add", [x, softmax.output], {});
  const constants = [{ value: logits, data: Float32Array.of(2, 2) }];
  const program = programOf({ x, operations: [softmax, sum], y: sum.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[2] = constant 0.5 …",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});

Deno.test("broadcastLate computes before a broadcast, and lets sums broadcast", () => {
  const [x, few, ones, two] = [matrix(2, 3), matrix(2, 1), matrix(2, 3), matrix()];
  const constants = [
    { value: few, data: Float32Array.of(5, 7) },
    { value: ones, data: Float32Array.of(1) },
    { value: two, data: Float32Array.of(2) },
  ];
  const spread = operation("Multiply", [few, ones], {});
  const half = operation("RealDiv", [spread.output, two], {});
  const sum = operation("Add", [x, half.output], {});
  const operations = [spread, half, sum];
  assert.deepEqual(
    after(programOf({ x, operations, y: sum.output, constants }), broadcastLate, removeDeadCode),
    [
      "%0:f32[2,3] = input x",
      "%1:f32[2,1] = constant 5 7",
      "%2:f32[] = constant 2",
      "%3:f32[2,1] = RealDiv %1 %2",
      "%4:f32[2,3] = Add %0 %3",
      "return y=%4",
    ],
  );
});

Deno.test("broadcastLate keeps broadcasts that leave, are reduced, or meet other small tensors", () => {
  const [x, column, row, ones] = [matrix(2, 3), matrix(2, 1), matrix(3), matrix(2, 3)];
  const constants = [
    { value: column, data: Float32Array.of(5, 7) },
    { value: row, data: Float32Array.of(1, 2, 3) },
    { value: ones, data: Float32Array.of(1) },
  ];
  const tall = operation("Multiply", [column, ones], {});
  const wide = operation("Multiply", [row, ones], {});
  const both = operation("Add", [tall.output, wide.output], {});
  const sum = operation("Sum", [tall.output], { axis: [0, 1], keepDims: true });
  const last = operation("Multiply", [both.output, sum.output], {});
  const whole = operation("Sub", [last.output, x], {});
  const program = programOf({
    x,
    operations: [tall, wide, both, sum, last, whole],
    y: whole.output,
    constants,
  });
  assert.deepEqual(after(program, broadcastLate, removeDeadCode).slice(3), [
    "%3:f32[2,3] = constant 1 …",
    "%4:f32[2,3] = Multiply %1 %3",
    "%5:f32[2,3] = Add %1 %2",
    "%6:f32[1,1] = Sum %4 axis=[0,1] keepDims=true",
    "%7:f32[2,3] = Multiply %5 %6",
    "%8:f32[2,3] = Sub %7 %0",
    "return y=%8",
  ]);
});

Deno.test("shareCommon shares long constants of the same content, type and shape", () => {
  const x = matrix(100);
  const values = [matrix(100), matrix(100), matrix(100), matrix(100)];
  const elements = Float32Array.from({ length: 100 }, (_, index) => index);
  const constants = values.map((value, index) => ({
    value,
    data: index === 2 ? elements.toReversed() : elements.slice(),
  }));
  const sums: ReturnType<typeof operation<"Add">>[] = [];
  for (const value of values) sums.push(operation("Add", [sums.at(-1)?.output ?? x, value], {}));
  const program = programOf({ x, operations: sums, y: sums.at(-1)?.output ?? x, constants });
  assert.equal(runPasses(program, [shareCommon, removeDeadCode]).constants.length, 2);
});

Deno.test("flattenProducts leaves products with a batch, and those of matrices, as they are", () => {
  const x = matrix(1, 2, 3);
  const attrs = { transposeA: false, transposeB: true };
  const product = operation("BatchMatMul", [x, x], attrs);
  assert.deepEqual(
    after(programOf({ x, operations: [product], y: product.output }), flattenProducts),
    [
      "%0:f32[1,2,3] = input x",
      "%1:f32[2,3] = Reshape %0 shape=[2,3]",
      "%2:f32[2,3] = Reshape %0 shape=[2,3]",
      "%3:f32[2,2] = BatchMatMul %1 %2 transposeA=false transposeB=true",
      "%4:f32[1,2,2] = Reshape %3 shape=[1,2,2]",
      "return y=%4",
    ],
  );
  for (const other of [matrix(4, 2, 3), matrix(2, 3)]) {
    const product = operation("BatchMatMul", [other, other], attrs);
    const program = programOf({ x: other, operations: [product], y: product.output });
    assert.deepEqual(runPasses(program, [flattenProducts]), program);
  }
});

Deno.test("invertDivisors lets updates multiply, and divides everywhere else", () => {
  const [x, total, two] = [matrix(2, 3), matrix(), matrix()];
  const before = operation("RealDiv", [x, total], {});
  const slope = operation("Exp", [before.output], {});
  const updates = [
    operation("RealDiv", [slope.output, total], {}),
    operation("RealDiv", [slope.output, two], {}),
    operation("RealDiv", [slope.output, total], {}),
  ] as const;
  const [a, b, c] = updates;
  const sum = operation("Add", [a.output, b.output], {});
  const last = operation("RealDiv", [sum.output, c.output], {});
  const program: Program = {
    inputs: [{ name: "x", value: x }, { name: "total", value: total }],
    constants: [{ value: two, data: Float32Array.of(2) }],
    operations: [before, slope, ...updates, sum, last],
    outputs: [{ name: "new w", value: last.output }],
  };
  assert.deepEqual(after(program, invertDivisors(new Set(["new w"])), removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[] = input total",
    "%2:f32[] = constant 0.5",
    "%3:f32[2,3] = RealDiv %0 %1",
    "%4:f32[2,3] = Exp %3",
    "%5:f32[] = Reciprocal %1",
    "%6:f32[2,3] = Multiply %4 %5",
    "%7:f32[2,3] = Multiply %4 %2",
    "%8:f32[2,3] = Multiply %4 %5",
    "%9:f32[2,3] = Add %6 %7",
    "%10:f32[2,3] = RealDiv %9 %8",
    "return new w=%10",
  ]);
  const elsewhere = after(program, invertDivisors(new Set()));
  assert.ok(!elsewhere.some((line) => line.includes("Reciprocal")));
});

Deno.test("dropCentredSums knows that distances from the mean sum up to nothing, scaled or not", () => {
  const [x, rows, columns] = [matrix(4, 3), matrix(4, 1), matrix(3)];
  const mean = operation("Mean", [x], { axis: [1], keepDims: true });
  const distance = operation("Sub", [x, mean.output], {});
  const byRow = operation("Multiply", [rows, distance.output], {});
  const byColumn = operation("Multiply", [distance.output, columns], {});
  const away = operation("Sub", [byRow.output, mean.output], {});
  const sums = [
    operation("Sum", [byRow.output], { axis: [1], keepDims: false }),
    operation("Sum", [byRow.output], { axis: [0], keepDims: false }),
    operation("Sum", [byColumn.output], { axis: [1], keepDims: false }),
    operation("Sum", [away.output], { axis: [1], keepDims: true }),
    operation("Sum", [distance.output], { axis: [1], keepDims: true }),
  ];
  const program: Program = {
    inputs: Object.entries({ x, rows, columns }).map(([name, value]) => ({ name, value })),
    constants: [],
    operations: [mean, distance, byRow, byColumn, away, ...sums],
    outputs: sums.map(({ output }, index) => ({ name: `sum ${index}`, value: output })),
  };
  const text = after(program, dropCentredSums);
  assert.deepEqual(text.filter((line) => line.includes("constant")), [
    "%3:f32[4] = constant 0 …",
    "%4:f32[4,1] = constant 0 …",
  ]);
  assert.equal(text.at(-1), "return sum 0=%3 sum 1=%10 sum 2=%11 sum 3=%12 sum 4=%4");
});
