import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { TracedReadError } from "../../../lib/engine/trace/errors.ts";
import { FunctionModel, pureFunction } from "../../../lib/models/function_model.ts";
import { ones, zeros } from "../../../lib/models/initializers.ts";
import { ShapeError } from "../../../lib/models/model.ts";
import { models } from "../../../lib/models/registry.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

const seeds = SeedStream.from(1);

/** Two inputs, two outputs, a counter that is not trained. */
function gate(): FunctionModel<"kernel" | "calls", "signal" | "control"> {
  return new FunctionModel({
    inputs: ["signal", "control"],
    parameters: ({ signal, control }) => ({
      kernel: { shape: [...control.shape, ...signal.shape] },
      calls: { shape: [], initial: zeros, trainable: false },
    }),
    call: ({ signal, control }, { kernel, calls }, { training }) => {
      if (training) calls.assign(tf.add(calls, 1));
      const open = tf.sigmoid(tf.matMul(control as tf.Tensor2D, kernel as tf.Tensor2D));
      return { output: tf.mul(signal, open), mean: tf.mean(open, 1) };
    },
  });
}

Deno.test("FunctionModel refuses options that are not there, what is no function, and a tensor alone", () => {
  const make = (options: object) => () => new FunctionModel(options as never);
  assert.throws(make({}), /Option "call" of FunctionModel is missing/);
  assert.throws(make({ call: zeros, parameter: zeros }), /did you mean "parameters"/);
  assert.throws(
    make({ call: zeros, parameters: { w: { shape: [1] } } }),
    /Cannot make a FunctionModel of parameters: give a function, such as \(\) =>/,
  );
  const alone = new FunctionModel({ call: (({ input }: { input: tf.Tensor }) => input) as never });
  assert.throws(() => buildFor(alone, [4]), {
    name: "ShapeError",
    message: /found a tensor; return an object, such as { output: x }/,
  });
});

const inputs = {
  signal: { shape: [4], dtype: "float32" },
  control: { shape: [2], dtype: "float32" },
} as const;

Deno.test("FunctionModel finds the shapes of several outputs by recording", () => {
  using built = gate().build({ inputs, seeds });
  assert.deepEqual(built.outputs, {
    output: { shape: [4], dtype: "float32" },
    mean: { shape: [], dtype: "float32" },
  });
  assert.deepEqual(built.trainable.map(({ name }) => name), ["kernel"]);
  assert.deepEqual(built.others.map(({ name }) => name), ["calls"]);
  assert.equal(built.others[0]?.variable.dataSync()[0], 0);
});

Deno.test("FunctionModel computes with its parameters, and changes others in training only", () => {
  using built = gate().build({ inputs, seeds });
  const given = { signal: floats([3, 4]), control: tf.zeros([3, 2]) };
  const { output, mean } = tf.tidy(() => ({ ...built.call(given, { training: false }) }));
  assert.deepEqual(output?.arraySync(), tf.mul(given.signal, 0.5).arraySync());
  assert.deepEqual(mean?.arraySync(), [0.5, 0.5, 0.5]);
  tf.tidy(() => void built.call(given, { training: true }));
  assert.equal(built.others[0]?.variable.dataSync()[0], 1);
});

Deno.test("FunctionModel trains as tfjs-cpu does", async () => {
  const plan = new FunctionModel({
    parameters: ({ input }) => ({
      factor: { shape: input.shape, initial: ones },
      shift: { shape: [1], initial: zeros },
    }),
    outputs: ({ input }) => ({
      output: { ...input, units: "V" },
    }),
    call: ({ input }, { factor, shift }) => ({
      output: tf.add(tf.mul(input, factor), shift),
    }),
  });
  using built = buildFor(plan, [4]);
  assert.equal(built.outputs.output?.units, "V");
  const x = floats([8, 4]);
  await assertTrains(plan, { x, y: tf.add(tf.mul(x, 0.2), 1), steps: 20, learningRate: 0.1 });
});

Deno.test("FunctionModel is found again by the name that it is registered under", () => {
  const double = pureFunction((x) => tf.mul(x, 2), { name: "double for a test" });
  models.register(double.name, () => double);
  using built = buildFor(models.get(double.name)(double.getConfig()), [2]);
  assert.deepEqual(predict(built, tf.ones([1, 2])).output?.arraySync(), [[2, 2]]);
});

Deno.test("pureFunction() gives the shape that the function gives, or the one that is stated", () => {
  using found = buildFor(pureFunction((x) => tf.sum(x, -1)), [4, 2]);
  assert.deepEqual(found.outputs.output, { shape: [4], dtype: "float32" });
  const output = { shape: [null], dtype: "float32", units: "V" } as const;
  using stated = buildFor(pureFunction((x) => tf.sum(x, -1), { output: () => output }), [4, 2]);
  assert.deepEqual(stated.outputs.output, output);
});

Deno.test("FunctionModel refuses inputs that are missing, unknown, or of open lengths", () => {
  const { signal, control } = inputs;
  assert.throws(() => gate().build({ inputs: { signal }, seeds }), /control: .*found "signal"/);
  const more = { signal, control, clock: control };
  assert.throws(() => gate().build({ inputs: more, seeds }), /clock: expected inputs "signal"/);
  assert.throws(() => pureFunction((x) => x).build({ inputs, seeds }), /option inputs/);
  const open = { signal: { ...signal, shape: [null] }, control };
  assert.throws(() => gate().build({ inputs: open, seeds }), ShapeError);
});

Deno.test("FunctionModel refuses functions that lose samples or read values, and keeps no weights", () => {
  const before = tf.memory().numTensors;
  assert.throws(() => buildFor(pureFunction((x) => tf.mean(x)), [4]), /a row for each sample/);
  assert.throws(
    () => buildFor(pureFunction((x) => tf.scalar(x.dataSync()[0] ?? 0)), [4]),
    TracedReadError,
  );
  const nothing = new FunctionModel({
    parameters: () => ({ w: { shape: [2] } }),
    call: () => ({}),
  });
  assert.throws(() => nothing.build({ inputs, seeds }), ShapeError);
  assert.equal(tf.memory().numTensors, before);
});
