/** Every rule has cases that compare it with tfjs-cpu. */
import assert from "node:assert/strict";
import { compile } from "../../../lib/engine/compile.ts";
import { MissingRuleError } from "../../../lib/engine/lower/rule.ts";
import { KERNEL_NAMES } from "../../../lib/engine/program/kernels.ts";
import type { DType } from "../../../lib/engine/program/program.ts";
import { runPasses } from "../../../lib/engine/program/pass.ts";
import { STANDARD_PASSES } from "../../../lib/engine/program/passes/standard.ts";
import { withoutCallSites } from "../../../lib/engine/trace/call_site.ts";
import { trace } from "../../../lib/engine/trace/trace.ts";
import * as tf from "../../../lib/tf.ts";
import { COMPLEX } from "./complex_cases.ts";
import { BINARY, MOVEMENTS, REDUCTIONS, UNARY } from "./random_cases.ts";
import { ELEMENTWISE, MOVEMENT, REDUCE, type RuleCase } from "./rule_cases.ts";
import { MATRIX } from "./product_cases.ts";
import { GRADIENTS } from "./slope_cases.ts";
import { WINDOWS } from "./window_cases.ts";

/** How many cases a kernel has at least, which differ in the types or ranks of its inputs. */
const LEAST = 3;
/** Kernels that take images of one rank and type only: these many cases differ in their attributes. */
const IMAGES = /^(Conv|FusedConv|Depthwise|AvgPool|MaxPool|Einsum|_Fused)/;

function randomCases(): readonly RuleCase[] {
  const families = { ...UNARY, ...BINARY, ...REDUCTIONS, ...MOVEMENTS };
  const shapes = [[], [3], [2, 3], [2, 1, 2]];
  const types: readonly DType[] = ["float32", "int32", "bool", "float32"];
  return Object.entries(families).flatMap(([name, make]) =>
    shapes.map((shape, seed) => ({
      name,
      ...make({ shape, dtype: types[seed] ?? "float32", seed }),
    }))
  );
}

Deno.test(`every kernel with a rule is in ${LEAST} or more cases`, () => {
  const seen = new Map<string, Set<string>>(KERNEL_NAMES.map((name) => [name, new Set()]));
  const plain = [...ELEMENTWISE, ...REDUCE, ...MOVEMENT, ...MATRIX, ...COMPLEX];
  const cases = [...plain, ...WINDOWS, ...GRADIENTS];
  for (const { arguments: given, fn } of [...cases, ...randomCases()]) {
    const { program } = withoutCallSites(() =>
      trace({
        inputs: given.map(({ dtype, shape }, index) => ({
          name: `x${index}`,
          value: { dtype: dtype as DType, shape },
        })),
        body: (tensors) =>
          [fn(...tensors)].flat().map((tensor, index) => ({ name: `y${index}`, tensor })),
      })
    );
    const { operations } = runPasses(program, STANDARD_PASSES);
    for (const { kernel, inputs, attrs } of [...program.operations, ...operations]) {
      const types = inputs.map(({ dtype, shape }) => `${dtype}${shape.length}`);
      seen.get(kernel)?.add(`${types}${IMAGES.test(kernel) ? JSON.stringify(attrs) : ""}`);
    }
  }
  const rare = [...seen].filter(([, types]) => types.size < LEAST);
  assert.deepEqual(rare.map(([name, types]) => `${name}: ${[...types].join(" | ")}`), []);
});

Deno.test("lower() names kernel, place, remedy and engine where ONNX has no operator", async () => {
  const calls: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
    BatchMatMul: (x) => tf.matMul(x, x),
    Einsum: (x) => tf.einsum("ij,jk->ik", x, x),
    TopK: (x) => tf.topk(x, 1).values,
  };
  for (const [kernel, fn] of Object.entries(calls)) {
    const x = tf.tensor2d([[1, 0], [0, 1]], [2, 2], "bool");
    await assert.rejects(compile(fn)(x), (error) => {
      assert.ok(error instanceof MissingRuleError);
      assert.equal(error.kernel, kernel);
      assert.match(error.message, /called at lower_test\.ts:\d+.*cast them.*setEngine\("cpu"\)/);
      return true;
    });
  }
});
