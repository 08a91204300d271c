import assert from "node:assert/strict";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { compile } from "../../../../lib/engine/compile.ts";
import { COMPLEX_KERNELS } from "../../../../lib/engine/trace/complex_kernels.ts";
import { UndifferentiableError } from "../../../../lib/engine/trace/errors.ts";
import { EXPANSIONS } from "../../../../lib/engine/trace/expansions.ts";
import { GRADIENTS, useGradients } from "../../../../lib/engine/trace/gradients.ts";
import { KERNEL_NAMES } from "../../../../lib/engine/program/kernels.ts";
import { tfjsKernelNames } from "../../../../lib/engine/trace/register.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertSlopes, TOLERANCE } from "../finite_differences.ts";
import { FLAT, FUNCTIONS, SHAPES } from "../gradient_cases.ts";
import { DILATED, SECOND, SLOPES, WARPED } from "../image_gradient_cases.ts";
import { IMAGES } from "../window_gradient_cases.ts";

const SUITES = { FUNCTIONS, SHAPES, IMAGES, WARPED, SECOND, FLAT };

for (const [suite, kernels] of Object.entries({ ...SUITES, SLOPES, DILATED })) {
  const digits = TOLERANCE.toExponential();
  Deno.test(`gradients are those of differences within ${digits}: ${suite.toLowerCase()}`, async () => {
    for (const [kernel, cases] of Object.entries(kernels)) {
      for (const [index, given] of cases.entries()) await assertSlopes(`${kernel} ${index}`, given);
    }
    await releaseModels();
  });
}

/** Kernels that no call of tfjs runs by this name. */
const UNUSED = ["BroadcastTo", "LogSoftmax"];
/** Kernels whose results have no slope, because they are whole numbers or booleans. */
const DISCRETE = /^(Equal|NotEqual|Greater|Less|Logical|All$|Any$|Is|OneHot$)/;

Deno.test("every kernel that can be recorded and differentiated has a case", async () => {
  using _gradients = useGradients();
  const recorded = new Set([...KERNEL_NAMES, ...Object.keys(EXPANSIONS), "Identity", "Slice"]);
  const wanted = tfjsKernelNames().filter((name) =>
    tf.getGradient(name) && recorded.has(name) && !UNUSED.includes(name) &&
    !DISCRETE.test(name) && !COMPLEX_KERNELS.includes(name)
  );
  const cases = Object.entries(Object.assign({}, ...Object.values(SUITES)) as typeof FUNCTIONS);
  assert.deepEqual(cases.map(([name]) => name).sort(), wanted.sort());
  for (const [kernel, [first]] of cases) {
    const { kernelNames } = await tf.profile(() => first?.fn(...first.at) as tf.Tensor);
    assert.ok(kernelNames.includes(kernel), `the case of ${kernel} runs ${kernelNames}`);
  }
});

Deno.test("conditions on values have no slope of their own", async () => {
  await assertSlopes("a function with a comparison", {
    at: [tf.tensor1d([-1.3, -0.4, 0.6, 2])],
    fn: (x) => tf.where(tf.logicalAnd(tf.greater(x, 0), tf.lessEqual(x, 1)), tf.square(x), x),
  });
  await releaseModels();
});

Deno.test("batchNorm is differentiable without scale and without offset, as it is not in tfjs", async () => {
  const [mean, variance] = [tf.tensor1d([0.1, -0.2]), tf.tensor1d([0.5, 1.5])];
  await assertSlopes("batchNorm", {
    at: [tf.tensor2d([[1, 2], [-1, 0.5]])],
    fn: (x) => tf.batchNorm(x, mean, variance, undefined, undefined),
  });
  await releaseModels();
});

Deno.test("slopes of complex numbers are refused by name, with what to do instead", async () => {
  const loss = (x: tf.Tensor) => tf.sum(tf.abs(tf.spectral.rfft(x)));
  const slope = compile((x: tf.Tensor) => tf.grad(loss)(x), { threads: 1 });
  await assert.rejects(slope(tf.ones([8])), (error) => {
    assert.ok(error instanceof UndifferentiableError);
    assert.match(error.message, /^Cannot differentiate \w+ .*gradients_test\.ts:\d+.*tf\.matMul/);
    return true;
  });
});

Deno.test("useGradients() puts the gradients of tfjs back", () => {
  const before = GRADIENTS.map(({ kernelName }) => tf.getGradient(kernelName));
  {
    using _gradients = useGradients();
    assert.notDeepEqual(GRADIENTS.map(({ kernelName }) => tf.getGradient(kernelName)), before);
  }
  assert.deepEqual(GRADIENTS.map(({ kernelName }) => tf.getGradient(kernelName)), before);
});
