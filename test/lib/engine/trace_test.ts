/** What a recorded function may do, and what it may not. */
import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compile } from "../../../lib/engine/compile.ts";
import { ChangedVariableError, TracedReadError } from "../../../lib/engine/trace/errors.ts";
import * as tf from "../../../lib/tf.ts";

type Body = (x: tf.Tensor) => tf.Tensor;

/** Compiles and runs a function on a vector; tfjs comes back as it was, whatever happens. */
async function run(body: Body): Promise<tf.Tensor> {
  const { numTensors } = tf.memory();
  try {
    return await compile(body, { threads: 1 })(tf.tensor1d([3, -1, 2]));
  } finally {
    assert.equal(tf.getBackend(), "cpu");
    assert.ok(tf.memory().numTensors <= numTensors + 2);
    await releaseModels();
  }
}

/** Ways to let a value decide, with the operation that the error names. */
const READS: Readonly<Record<string, { readonly operation: string; readonly body: Body }>> = {
  "if with dataSync": {
    operation: "Sum",
    body: (x) => (tf.sum(x).dataSync()[0] ?? 0) > 0 ? x : tf.neg(x),
  },
  "if with arraySync": {
    operation: "Max",
    body: (x) => Number(tf.max(x).arraySync()) > 0 ? x : tf.neg(x),
  },
  "bufferSync": { operation: "Relu", body: (x) => tf.scalar(tf.relu(x).bufferSync().get(0)) },
  "an argument": { operation: "an input", body: (x) => tf.scalar(x.dataSync()[0] ?? 0) },
  "a loop until a value is small": {
    operation: "Multiply",
    body: (x) => {
      let y = tf.mul(x, 0.5);
      while (Number(tf.squeeze(tf.slice(y, 0, 1)).dataSync()[0]) > 0.1) y = tf.mul(y, 0.5);
      return y;
    },
  },
  "a shape made of a value": {
    operation: "Cast",
    body: (x) => tf.zeros([tf.cast(tf.max(x), "int32").dataSync()[0] ?? 0]),
  },
  "print": {
    operation: "Square",
    body: (x) => {
      tf.square(x).print();
      return x;
    },
  },
};

for (const [name, { operation, body }] of Object.entries(READS)) {
  Deno.test(`a recorded function cannot read: ${name}`, async () => {
    await assert.rejects(run(body), (error) => {
      assert.ok(error instanceof TracedReadError);
      assert.match(error.operation, new RegExp(`${operation}|StridedSlice|Reshape`));
      assert.match(error.message, /trace_test\.ts:\d+|an input/);
      assert.match(error.message, /tf\.where/);
      return true;
    });
  });
}

/** Ways to read later, some by functions of tfjs that want to know a size, with the operation read. */
const LATE_READS: typeof READS = {
  "x.data()": { operation: "Square", body: (x) => later(tf.square(x).data()) },
  "x.array()": { operation: "Square", body: (x) => later(tf.square(x).array()) },
  "tf.whereAsync": { operation: "Greater", body: (x) => later(tf.whereAsync(tf.greater(x, 0))) },
  "tf.booleanMaskAsync": {
    operation: "Reshape",
    body: (x) => later(tf.booleanMaskAsync(x, tf.greater(x, 0))),
  },
  "awaited": {
    operation: "Sum",
    body: (x) => later(tf.sum(x).data().then(([sum = 0]) => tf.mul(x, sum))),
  },
  "and nobody waits": {
    operation: "Exp",
    body: (x) => {
      void tf.exp(x).array();
      tf.log(x).data().then(console.log);
      return x;
    },
  },
  "and something else fails": {
    operation: "Exp",
    body: (x) => {
      void tf.exp(x).array();
      return tf.reshape(x, [7]);
    },
  },
};

/** What the types of a compiled function forbid. */
function later(promise: Promise<unknown>): tf.Tensor {
  return promise as unknown as tf.Tensor;
}

for (const [name, { operation, body }] of Object.entries(LATE_READS)) {
  Deno.test(`a recorded function cannot read later: ${name}`, async () => {
    await assert.rejects(run(body), (error) => {
      assert.ok(error instanceof TracedReadError);
      assert.equal(error.operation, operation);
      assert.match(error.message, /trace_test\.ts:\d+.*tf\.where/);
      return true;
    });
    assert.equal(tf.getBackend(), "cpu");
    // A rejection that nobody handles would fail this test.
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal((await run((x) => tf.sum(x))).dataSync()[0], 4);
  });
}

Deno.test("a recorded function cannot wait for anything else", async () => {
  const body: Body = (x) => later(Promise.resolve(tf.square(x)));
  await assert.rejects(run(body), /promise.*tf\.where/s);
});

Deno.test("a recorded function may read constants, its own and those outside", async () => {
  const outside = tf.tensor1d([1, 2]);
  const y = await run((x) => {
    const inside = tf.tensor1d([3, 4]);
    return tf.mul(x, Number(outside.dataSync()[1]) * Number(inside.dataSync()[0]));
  });
  assert.deepEqual([...y.dataSync()], [18, -6, 12]);
});

Deno.test("a recorded function cannot change a variable, which keeps its value", async () => {
  const count = tf.variable(tf.scalar(1), false, "count");
  await assert.rejects(
    run((x) => {
      count.assign(tf.add(count, 1));
      return tf.mul(x, count);
    }),
    (error) => {
      assert.ok(error instanceof ChangedVariableError);
      assert.equal(error.variable, "count");
      assert.match(error.message, /result of Add, called at trace_test\.ts:\d+.*compileStep/);
      return true;
    },
  );
  assert.equal(count.dataSync()[0], 1);
  count.dispose();
});

Deno.test("a recorded function names the layer whose running means would change", async () => {
  const layer = tf.layers.batchNormalization({ inputShape: [3] });
  const x = tf.ones([2, 3]);
  layer.apply(x);
  const fn = compile((x: tf.Tensor) => layer.apply(x, { training: true }) as tf.Tensor);
  await assert.rejects(fn(x), /moving_mean.*by the layer BatchNormalization/);
  const inference = compile((x: tf.Tensor) => layer.apply(x) as tf.Tensor, { threads: 1 });
  assert.deepEqual((await inference(x)).shape, [2, 3]);
  await releaseModels();
});

Deno.test("a recorded function cannot make variables, so layers are applied once before", async () => {
  const known = Object.keys(tf.engine().registeredVariables).length;
  await assert.rejects(
    run((x) => {
      const layer = tf.layers.dense({ units: 1, kernelInitializer: "zeros" });
      return layer.apply(tf.expandDims(x)) as tf.Tensor;
    }),
    /makes the variable dense.*when it is first applied/,
  );
  assert.equal(Object.keys(tf.engine().registeredVariables).length, known);
});
