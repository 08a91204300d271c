/** Passes change programs, and keep what they compute. */
import assert from "node:assert/strict";
import { encodeModel } from "../../../../lib/engine/lower/onnx.ts";
import { lower } from "../../../../lib/engine/lower/lower.ts";
import { runPasses } from "../../../../lib/engine/program/pass.ts";
import { STANDARD_PASSES } from "../../../../lib/engine/program/passes/standard.ts";
import { printProgram } from "../../../../lib/engine/program/print.ts";
import type { Program } from "../../../../lib/engine/program/program.ts";
import { loadModel } from "../../../../lib/engine/run/onnx_runtime.ts";
import { trace } from "../../../../lib/engine/trace/trace.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertClose } from "../agreement.ts";
import { numbers } from "../rule_cases.ts";

/** A layer whose gradients give every pass something to do. */
function layer(): Program {
  const value = { dtype: "float32", shape: [2, 3] } as const;
  const weights = { dtype: "float32", shape: [4, 3] } as const;
  const bias = { dtype: "float32", shape: [4] } as const;
  const { program } = trace({
    inputs: [{ name: "x", value }, { name: "w", value: weights }, { name: "b", value: bias }],
    body: (given) => {
      const [x, w, b] = given as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [dw, db] = tf.grads((w: tf.Tensor, b: tf.Tensor) => {
        const product = tf.matMul(x, tf.transpose(w));
        // Nothing needs it, so it must not keep the product from its bias.
        tf.exp(product);
        const y = tf.relu(tf.add(product, b));
        return tf.mean(tf.square(y));
      })([w, b]) as [tf.Tensor, tf.Tensor];
      const twice = tf.mul(tf.tanh(x), tf.tanh(x));
      const means = tf.grad((x: tf.Tensor) => tf.square(tf.mean(x, 1)))(x);
      const batch = tf.expandDims(x);
      const rectified = tf.relu(tf.expandDims(tf.matMul(x, x, false, true)));
      return [
        { name: "squares", tensor: tf.matMul(batch, batch, true) },
        { name: "means", tensor: tf.sub(x, means) },
        { name: "dw", tensor: dw },
        { name: "db", tensor: tf.add(db, 0) },
        { name: "twice", tensor: twice },
        { name: "rectified", tensor: tf.squeeze(rectified) },
        { name: "none", tensor: tf.sum(tf.sub(x, tf.mean(x, 0, true)), 0) },
      ];
    },
  });
  return program;
}

async function results(program: Program): Promise<readonly (readonly number[])[]> {
  await using model = await loadModel(encodeModel(lower(program)), { threads: 1 });
  const feeds = Object.fromEntries(
    program.inputs.map(({ name, value }, seed) => [
      name,
      { ...value, data: numbers(tf.util.sizeFromShape([...value.shape]), { seed }) },
    ]),
  );
  const outputs = await model.run(feeds);
  return program.outputs.map(({ name }) => [...outputs[name]?.data ?? []]);
}

const recorded = layer();

const AFTER_ALL = `\
%0:f32[2,3] = input x
%1:f32[4,3] = input w
%2:f32[4] = input b
%3:f32[] = constant 2
%4:f32[] = constant 3
%5:f32[3] = constant 0 …
%6:f32[1,1] = constant 0.125
%7:f32[2,4] = _FusedMatMul %0 %1 %2 transposeA=false transposeB=true
%8:f32[2,4] = Relu %7
%9:f32[2,4] = Multiply %8 %3
%10:f32[2,4] = Multiply %6 %9
%11:f32[2,4] = Step %8 alpha=0
%12:f32[2,4] = Multiply %10 %11
%13:f32[4] = Sum %12 axis=[0] keepDims=false
%14:f32[4,3] = BatchMatMul %12 %0 transposeA=true transposeB=false
%15:f32[2,3] = Tanh %0
%16:f32[2,3] = Multiply %15 %15
%17:f32[2] = Mean %0 axis=[1] keepDims=false
%18:f32[2] = Multiply %17 %3
%19:f32[2,1] = Reshape %18 shape=[2,1]
%20:f32[2,1] = RealDiv %19 %4
%21:f32[2,2] = BatchMatMul %0 %0 transposeA=false transposeB=true
%22:f32[2,2] = Relu %21
%23:f32[3,3] = BatchMatMul %0 %0 transposeA=true transposeB=false
%24:f32[1,3,3] = Reshape %23 shape=[1,3,3]
%25:f32[2,3] = Sub %0 %20
return squares=%24 means=%25 dw=%14 db=%13 twice=%16 rectified=%22 none=%5`;

for (const pass of new Set(STANDARD_PASSES)) {
  Deno.test(`the pass to ${pass.name} changes a program and keeps what it computes`, async () => {
    const earlier = STANDARD_PASSES.slice(0, STANDARD_PASSES.indexOf(pass));
    const before = runPasses(recorded, earlier);
    const after = runPasses(before, [pass]);
    assert.notEqual(printProgram(after), printProgram(before));
    const wanted = await results(recorded);
    for (const [index, values] of (await results(after)).entries()) {
      assertClose(values, wanted[index] ?? [], { name: pass.name, tolerance: 1e-6 });
    }
  });
}

Deno.test("the gradients of a layer have this text after all passes", () => {
  assert.equal(printProgram(runPasses(recorded, STANDARD_PASSES)), AFTER_ALL);
});

Deno.test("no run of a pass is in vain", () => {
  for (const [index, { name }] of STANDARD_PASSES.entries()) {
    const others = runPasses(recorded, STANDARD_PASSES.toSpliced(index, 1));
    assert.notEqual(printProgram(others), AFTER_ALL, `run ${index}: ${name}`);
  }
});
