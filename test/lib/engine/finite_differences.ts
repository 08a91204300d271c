/** Gradients of compiled functions beside differences of what tfjs-cpu computes. */
import * as tf from "../../../lib/tf.ts";
import { compile } from "../../../lib/engine/compile.ts";
import type { EngineName } from "../../../lib/engine/engines/engine.ts";
import { assertClose } from "./agreement.ts";
import { numbers } from "./rule_cases.ts";

/** A function of float tensors at a place where it has slopes. */
export interface GradientCase {
  readonly at: readonly tf.Tensor[];
  readonly fn: (...tensors: tf.Tensor[]) => tf.Tensor;
  /** Distance of the differences; kinks must lie further away than two of it. Default: 0.02. */
  readonly step?: number;
  /** Another way to compute the same, where the portable backend errs. Default: `fn`. */
  readonly peer?: (...tensors: tf.Tensor[]) => tf.Tensor;
}

/** Largest difference, relative to the larger of 1 and the slope. */
export const TOLERANCE = 5e-4;

/**
 * Compares the gradients of a weighted sum of `fn`, compiled, with differences of fourth order.
 *
 * tfjs-cpu evaluates in 32 bits; the weights are applied in 64, so that the error of a difference
 * is that of single elements.
 */
export async function assertSlopes(
  name: string,
  given: GradientCase,
  { engine = "onnx" }: { readonly engine?: EngineName } = {},
): Promise<void> {
  const { at, fn, peer = fn } = given;
  const weights = numbers(4096, { seed: 77, low: 0.5, high: 1.5 });
  const compiled = compile((...tensors: tf.Tensor[]) =>
    tf.grads((...inner: tf.Tensor[]) => {
      const y = fn(...inner);
      const factors = tf.tensor(weights.slice(0, y.size), y.shape);
      return tf.sum(tf.mul(y, factors));
    })(tensors), { engine, threads: 1 });
  const slopes = await compiled(...at);
  for (const [place, slope] of slopes.entries()) {
    const wanted = differences(place, { ...given, peer }, weights);
    const label = `${name}, argument ${place}`;
    assertClose(slope.dataSync(), wanted, { name: label, tolerance: TOLERANCE });
  }
  tf.dispose(slopes);
}

function differences(
  place: number,
  { at, peer, step = 0.02 }: GradientCase & Required<Pick<GradientCase, "peer">>,
  weights: Float32Array,
): Float64Array {
  const x = at[place];
  if (!x) throw new RangeError(`Cannot find argument ${place}`);
  const elements = x.dataSync();
  function value(index: number, by: number): number {
    return tf.tidy(() => {
      const moved = Float32Array.from(elements);
      moved[index] = (elements[index] ?? 0) + by;
      const y = peer(...at.with(place, tf.tensor(moved, x?.shape))).dataSync();
      return weights.subarray(0, y.length).reduce(
        (sum, weight, at) => sum + weight * (y[at] ?? 0),
        0,
      );
    });
  }
  return Float64Array.from({ length: elements.length }, (_, index) => {
    const near = value(index, step) - value(index, -step);
    const far = value(index, 2 * step) - value(index, -2 * step);
    return (8 * near - far) / (12 * step);
  });
}

/** Numbers far apart from each other and from whole numbers: no kink is near. */
export function spaced(
  shape: readonly number[],
  { gap = 0.21, seed = 1 }: { readonly gap?: number; readonly seed?: number } = {},
): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  const keys = numbers(size, { seed });
  const order = Array.from(keys.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  const values = new Float32Array(size);
  order.forEach((place, rank) => values[place] = (rank - size / 2 + 0.36) * gap);
  return tf.tensor(values, [...shape]);
}
