import assert from "node:assert/strict";
import { compile } from "../../../../lib/engine/compile.ts";
import { type EngineName, ENGINES } from "../../../../lib/engine/engines/engine.ts";
import { engines, setEngine } from "../../../../lib/engine/engines/engines.ts";
import { EngineMissingError } from "../../../../lib/engine/run/errors.ts";
import * as tf from "../../../../lib/tf.ts";
import { type KnownGaps, testEngine } from "../../../conformance/engine.ts";
import { testMixedPrecision } from "../../../conformance/mixed_precision.ts";

/** What tfjs's backends lack; all others run every case. */
const GAPS: Partial<Readonly<Record<EngineName, KnownGaps>>> = {
  wasm: {
    "products of matrices": "Einsum",
    "the filter of a convolution": "Conv2DBackpropFilter",
    "maximum pooling": "MaxPoolGrad",
    "rows of an embedding": "UnsortedSegmentSum",
    "training a CNN": "MaxPoolGrad",
    "training an LSTM": "UnsortedSegmentSum",
  },
};

const statuses = await engines();

for (const { name, available, precisions } of statuses) {
  if (available) testEngine(name, GAPS[name] ?? {});
  if (precisions.includes("mixed")) testMixedPrecision(name);
}

Deno.test("engines() tells of every engine whether it works, and if not why and how to mend it", () => {
  assert.deepEqual(statuses.map(({ name }) => name), ENGINES);
  for (const { name, available, reason } of statuses) {
    if (available) assert.equal(reason, undefined, name);
    else assert.match(reason ?? "", /^Cannot use the engine .+(: install|: add|: use)/s, name);
  }
  for (const { name, available, precisions } of statuses) {
    assert.equal(precisions.includes("float32"), available, name);
    if (name !== "onnx-webgpu") assert.ok(!precisions.includes("mixed"), name);
  }
  const always = statuses.filter(({ available }) => available).map(({ name }) => name);
  assert.ok(["onnx", "wasm", "cpu"].every((name) => always.includes(name as EngineName)));
  assert.deepEqual(statuses.filter(({ inUse }) => inUse).map(({ name }) => name), ["onnx"]);
});

Deno.test("setEngine() chooses for functions that name none", async () => {
  const stirred = compile((x: tf.Tensor) => tf.unique(x).values.rank === 1 ? x : x);
  await assert.rejects(stirred(tf.ones([2])), /Cannot record Unique/);
  await setEngine("cpu");
  try {
    assert.deepEqual([...(await stirred(tf.ones([2]))).dataSync()], [1, 1]);
  } finally {
    await setEngine("onnx");
  }
});

Deno.test("setEngine() refuses engines that do not exist or do not work, and keeps the former", async () => {
  // @ts-expect-error There is no such engine.
  await assert.rejects(setEngine("abacus"), /Cannot find the engine abacus: there are onnx, /);
  for (const { name, available } of statuses) {
    if (!available) await assert.rejects(setEngine(name), EngineMissingError);
  }
  assert.equal((await engines()).find(({ inUse }) => inUse)?.name, "onnx");
});
