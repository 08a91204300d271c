import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../lib/core/seed.ts";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compile, type FunctionOptions } from "../../../lib/engine/compile.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import type { EngineName } from "../../../lib/engine/engines/engine.ts";
import { NotFiniteError } from "../../../lib/engine/run/check_finite.ts";
import { PrecisionError } from "../../../lib/engine/run/errors.ts";
import { TracedReadError, UnrecordableError } from "../../../lib/engine/trace/errors.ts";
import * as tf from "../../../lib/tf.ts";
import { assertAgrees } from "./agreement.ts";
import { COMPLEX } from "./complex_cases.ts";
import { ELEMENTWISE, floats, MOVEMENT, REDUCE } from "./rule_cases.ts";
import { MATRIX } from "./product_cases.ts";
import { GRADIENTS } from "./slope_cases.ts";
import { WINDOWS } from "./window_cases.ts";

const SUITES = { ELEMENTWISE, REDUCE, MOVEMENT, MATRIX, WINDOWS, GRADIENTS, COMPLEX };

for (const [suite, cases] of Object.entries(SUITES)) {
  Deno.test(`compile() computes what tfjs-cpu computes: ${suite.toLowerCase()}`, async () => {
    for (const each of cases) await assertAgrees(each);
    await releaseModels();
  });
}

Deno.test("compile() computes random chains of operations as tfjs-cpu does", async () => {
  const steps: readonly ((x: tf.Tensor, y: tf.Tensor) => tf.Tensor)[] = [
    (x) => tf.tanh(x),
    (x) => tf.neg(tf.relu(x)),
    (x, y) => tf.add(x, y),
    (x, y) => tf.mul(tf.sin(x), y),
    (x) => tf.softmax(x),
    (x) => tf.sub(x, tf.mean(x, -1, true)),
    // tfjs-cpu fails for the axis -1.
    (x) => tf.reverse(tf.cumsum(x, x.rank - 1), -1),
    (x) => tf.transpose(tf.transpose(tf.abs(x))),
    (x) => tf.where(tf.greater(x, 0.1), x, tf.square(x)),
    (x) => tf.add(x, tf.mul(tf.ones([1]), 2)),
  ];
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
  const chains = fc.array(fc.integer({ min: 0, max: steps.length - 1 }), {
    minLength: 1,
    maxLength: 6,
  });
  const property = fc.asyncProperty(shapes, chains, fc.nat(), async (shape, chain, seed) => {
    await assertAgrees({
      name: `chain ${chain} on [${shape}]`,
      arguments: [floats(shape, { seed }), floats(shape.slice(-1), { seed: seed + 1 })],
      fn: (x, y) =>
        chain.reduce(
          (value, index) => steps[index]?.(value, y as tf.Tensor) ?? value,
          x as tf.Tensor,
        ),
      tolerance: 1e-4,
    });
  });
  await fc.assert(property, { numRuns: 40, seed: 3 });
  await releaseModels();
});

Deno.test("compile() takes and gives trees, and records again for other shapes", async () => {
  let recorded = 0;
  const fn = compile(({ a, b }: { a: tf.Tensor; b: readonly tf.Tensor[] }) => {
    recorded++;
    return { sum: b.reduce((sum, x) => tf.add(sum, x), a), parts: [a] };
  }, { threads: 1 });
  const one = tf.tensor1d([1, 2]);
  const { sum, parts } = await fn({ a: one, b: [one, one] });
  assert.deepEqual([...sum.dataSync()], [3, 6]);
  assert.deepEqual([...parts[0]?.dataSync() ?? []], [1, 2]);
  await fn({ a: one, b: [one, one] });
  assert.equal(recorded, 1);
  await fn({ a: tf.scalar(1), b: [] });
  assert.equal(recorded, 2);
  await releaseModels();
});

Deno.test("compile() takes the variables that are named as they are at each call", async () => {
  const [named, other] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
  const fn = compile((x: tf.Tensor) => tf.add(tf.mul(x, named), other), { variables: [named] });
  const at = async (x: number): Promise<number> => (await fn(tf.scalar(x))).dataSync()[0] ?? NaN;
  assert.equal(await at(1), 5);
  named.assign(tf.scalar(10));
  other.assign(tf.scalar(100));
  assert.equal(await at(1), 13);
});

Deno.test("compile() leaves tensors outside as they are", async () => {
  const weights = tf.tensor1d([1, 2, 3]);
  const fn = compile((x: tf.Tensor) => tf.mul(x, weights), { threads: 1 });
  const { numTensors } = tf.memory();
  const y = await fn(tf.scalar(2));
  assert.deepEqual([...y.dataSync()], [2, 4, 6]);
  assert.deepEqual([...weights.dataSync()], [1, 2, 3]);
  assert.equal(tf.memory().numTensors, numTensors + 2);
  assert.equal(tf.getBackend(), "cpu");
  await releaseModels();
});

Deno.test("compile() refuses to read a value, and names operation and place", async () => {
  const fn = compile((x: tf.Tensor) => {
    const sum = tf.sum(x);
    return (sum.dataSync()[0] ?? 0) > 0 ? x : tf.neg(x);
  });
  await assert.rejects(fn(tf.scalar(1)), (error) => {
    assert.ok(error instanceof TracedReadError);
    assert.equal(error.operation, "Sum");
    assert.match(error.message, /compile_test\.ts:\d+.*tf\.where/);
    return true;
  });
  assert.equal(tf.getBackend(), "cpu");
});

Deno.test("compile() refuses kernels without a place in a program, and names the layer", async () => {
  await assert.rejects(
    compile((x: tf.Tensor) => tf.unique(x).values)(tf.tensor1d([1])),
    UnrecordableError,
  );
  await assert.rejects(
    compile((x: tf.Tensor) => tf.add(x, tf.randomNormal([1], 5, 2)))(tf.tensor1d([1])),
    /cannot be told from so few: draw three or more/,
  );
  const layer = tf.layers.upSampling2d({ size: [2, 2] });
  const fn = compile((x: tf.Tensor) => layer.apply(x) as tf.Tensor);
  assert.deepEqual((await fn(tf.ones([1, 2, 2, 1]))).shape, [1, 4, 4, 1]);
  await releaseModels();
});

Deno.test("compile() draws dropout from its seeds: anew in each run, the same for the same seed", async () => {
  const x = tf.ones([200]);
  const runs = await Promise.all([7, 7, 8].map(async (seed) => {
    const options = { seeds: SeedStream.from(seed), threads: 1 };
    const fn = compile((x: tf.Tensor) => tf.dropout(x, 0.4), options);
    return [(await fn(x)).dataSync().join(), (await fn(x)).dataSync().join()];
  }));
  const [[first, second] = [], again = [], other = []] = runs;
  assert.notEqual(first, second);
  assert.deepEqual([first, second], again);
  assert.notEqual(first, other[0]);
  const kept = first?.split(",").filter((value) => value !== "0").length ?? 0;
  assert.ok(kept > 90 && kept < 150, `${kept} of 200 kept`);
  await releaseModels();
});

Deno.test("compile() refuses results that are not finite when asked to", async () => {
  const fn = compile((x: tf.Tensor) => ({ loss: tf.log(x) }), { checkFinite: true, threads: 1 });
  await assert.rejects(fn(tf.scalar(-1)), (error) => {
    assert.ok(error instanceof NotFiniteError);
    assert.equal(error.output, "result.loss");
    return true;
  });
  await releaseModels();
});

Deno.test("compile() explains itself, measures itself and gives its model", async () => {
  const fn = compile((x: tf.Tensor) => tf.matMul(x, x, false, true), { threads: 1 });
  const x = tf.ones([2, 3]);
  const { program, modelBytes, profile } = await fn.explain(x);
  assert.equal(
    program,
    "%0:f32[2,3] = input arguments.0\n" +
      "%1:f32[2,2] = BatchMatMul %0 %0 transposeA=false transposeB=true\n" +
      "return result=%1",
  );
  assert.equal(modelBytes, fn.toOnnx(x).length);
  assert.deepEqual(profile.rows.map(({ kernel, nodes }) => [kernel, nodes]), [["BatchMatMul", 1]]);
  assert.match(profile.table, /^kernel +operator +nodes +ms a run +share\nBatchMatMul/);
});

Deno.test("compile() keeps the weights of a layer once however many batches predict() cuts", async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 30, inputShape: [20] })] });
  const compiled = compile((x: tf.Tensor) => model.predict(x) as tf.Tensor, { threads: 1 });
  const { program } = await compiled.explain(tf.ones([100, 20]));
  assert.equal(program.match(/f32\[20,30\] = constant/g)?.length, 1);
  assert.equal(program.match(/BatchMatMul/g)?.length, 4);
  await releaseModels();
});

Deno.test("compile() refuses threads, places and results that cannot be", async () => {
  const negate = (x: tf.Tensor) => tf.neg(x);
  for (const threads of [0, -1, 1.5, NaN]) {
    await assert.rejects(compile(negate, { threads })(tf.ones([1])), /threads is a whole number/);
  }
  const execution = "gpu" as "cpu";
  await assert.rejects(compile(negate, { execution })(tf.ones([1])), /"cpu" or "webgpu"/);
  await assert.rejects(compile(() => ({}))(), /the function gave no tensor/);
});

for (const engine of ["onnx", "cpu", "wasm"] satisfies EngineName[]) {
  Deno.test(`compile() and compileStep() refuse mixed precision on ${engine}, and say which engine has it`, async () => {
    const refusal = (error: unknown): boolean =>
      error instanceof PrecisionError &&
      error.message.includes(`with the engine ${engine}, whose products have 32 bits`) &&
      error.message.includes('use the engine "onnx-webgpu"');
    const options = { engine, precision: "mixed" } as const;
    await assert.rejects(compile((x: tf.Tensor) => tf.neg(x), options)(tf.ones([1])), refusal);
    const model = { call: (x: tf.Tensor) => x, trainable: [tf.variable(tf.scalar(1))] };
    const optimizer = tf.train.sgd(0.1);
    assert.throws(() => compileStep(model, (_y, p) => p, { optimizer, ...options }), refusal);
  });
}

Deno.test("compile() refuses a precision that is not there and names the nearest", async () => {
  const precision = "mixd" as "mixed";
  await assert.rejects(
    compile((x: tf.Tensor) => tf.neg(x), { precision })(tf.ones([1])),
    /precision "mixd": did you mean "mixed"/,
  );
});

Deno.test("compile() writes products of 16 bits only where it is asked to, and sums of 32", () => {
  const fn = (x: tf.Tensor2D): tf.Tensor => tf.sum(tf.relu(tf.matMul(tf.matMul(x, x), x)));
  const model = (options: FunctionOptions): string =>
    new TextDecoder("latin1").decode(compile(fn, options).toOnnx(tf.ones([2, 2]) as tf.Tensor2D));
  const casts = (options: FunctionOptions): number => model(options).split("/Cast_").length - 1;
  assert.equal(casts({}), 0);
  // One of x, which both products take, one of the first product, and one back of each.
  assert.equal(casts({ engine: "onnx-webgpu", precision: "mixed" }), 4);
});
