/** What the tests of merges share. */
import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import type { Merge } from "../../../../lib/graph/merge_node.ts";
import { merges } from "../../../../lib/graph/merges/registry.ts";
import type { Interface } from "../../../../lib/models/interface.ts";
import type { DifferentiableModel } from "../../../../lib/models/model.ts";
import * as tf from "../../../../lib/tf.ts";

/** Builds a merge for inputs of these shapes, with ports "0", "1", … */
export function built(merge: Merge, shapes: readonly (readonly number[])[]): DifferentiableModel {
  const ports = shapes.map((shape, at): [string, Interface] => [
    String(at),
    { shape, dtype: "float32" },
  ]);
  const model = merge.build({ inputs: Object.fromEntries(ports), seeds: SeedStream.from(4) });
  assert.ok(model.learning === "gradient");
  return model;
}

/** What a merge gives at its output, or another port. */
export function merged(
  model: DifferentiableModel,
  inputs: readonly tf.Tensor[],
  port = "output",
): { readonly shape: number[]; readonly values: number[] } {
  const found = tf.tidy(() => {
    const named = Object.fromEntries(inputs.map((input, at) => [String(at), input]));
    return model.call(named, { training: true })[port] as tf.Tensor;
  });
  const values = [...found.dataSync()];
  found.dispose();
  return { shape: found.shape, values };
}

/** As many inputs of a shape. */
export function copies(
  count: number,
  shape: readonly number[] = [2],
): readonly (readonly number[])[] {
  return Array.from({ length: count }, () => shape);
}

/** Samples that are all different, and the same in every run. */
export function samples(shape: readonly number[], seed: number): tf.Tensor {
  const seeds = SeedStream.from(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(Float32Array.from({ length: size }, () => seeds.normal()), [...shape]);
}

/** Compares the gradients of all inputs and weights with slopes of the function itself. */
export function assertGradients(merge: Merge, shapes: readonly (readonly number[])[]): void {
  using model = built(merge, shapes);
  const inputs = shapes.map((shape, at) => samples([3, ...shape], at + 1));
  const weights = model.trainable.map(({ variable }) => variable);
  const height = samples([3, ...model.outputs.output?.shape.map(Number) ?? []], 99);
  const value = (given: readonly tf.Tensor[]): tf.Scalar => {
    const named = Object.fromEntries(given.map((input, at) => [String(at), input]));
    const { output } = model.call(named, { training: true });
    return tf.sum(tf.mul(tf.square(output as tf.Tensor), height)) as tf.Scalar;
  };
  const read = (): number => tf.tidy(() => value(inputs).dataSync()[0] ?? NaN);
  tf.tidy(() => {
    const slopes = tf.grads((...given: tf.Tensor[]) => value(given))([...inputs]);
    slopes.forEach((slope, at) => assertSlopes(inputs[at] as tf.Tensor, { slope, read }));
    if (weights.length === 0) return;
    const { grads } = tf.variableGrads(() => value(inputs), weights);
    for (const weight of weights) {
      assertSlopes(weight, { slope: grads[weight.name] as tf.Tensor, read });
    }
  });
  tf.dispose([...inputs, height]);
}

/** Moves each number a little to both sides; on tfjs-cpu a tensor's own array can be written. */
function assertSlopes(
  of: tf.Tensor,
  { slope, read }: { readonly slope: tf.Tensor; readonly read: () => number },
): void {
  const [data, found] = [of.dataSync(), slope.dataSync()];
  const step = 1e-2;
  const largest = Math.max(1, ...Array.from(found, Math.abs));
  for (let at = 0; at < data.length; at++) {
    const kept = data[at] as number;
    data[at] = kept + step;
    const above = read();
    data[at] = kept - step;
    const below = read();
    data[at] = kept;
    const wanted = (above - below) / (2 * step);
    const gap = Math.abs(wanted - (found[at] ?? NaN));
    assert.ok(gap < 2e-3 * largest, `number ${at}: slope ${found[at]}, wanted ${wanted}`);
  }
}

/** A merge from the registry, made of the config of another, has the same config. */
export function assertConfigRoundTrip(merge: Merge): void {
  const again = merges.get(merge.name)(merge.getConfig());
  assert.equal(again.name, merge.name);
  assert.deepEqual(again.getConfig(), merge.getConfig());
  assert.deepEqual(again.options, merge.options);
}
