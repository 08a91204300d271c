import assert from "node:assert/strict";
import { dropCentredSums } from "../../../../../lib/engine/program/passes/drop_centred_sums.ts";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import type { Program } from "../../../../../lib/engine/program/program.ts";
import { after, matrix, operation } from "../program_cases.ts";

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

Deno.test("dropCentredSums keeps sums along axes that only a factor has", () => {
  const [x, factor] = [matrix(3), matrix(1, 3)];
  const mean = operation("Mean", [x], { axis: [0], keepDims: true });
  const distance = operation("Sub", [x, mean.output], {});
  for (const operands of [[distance.output, factor], [factor, distance.output]]) {
    const product = operation("Multiply", operands, {});
    const sum = operation("Sum", [product.output], { axis: [0], keepDims: false });
    const program: Program = {
      inputs: [{ name: "x", value: x }, { name: "factor", value: factor }],
      constants: [],
      operations: [mean, distance, product, sum],
      outputs: [{ name: "sum", value: sum.output }],
    };
    assert.deepEqual(runPasses(program, [dropCentredSums]), program);
  }
});
