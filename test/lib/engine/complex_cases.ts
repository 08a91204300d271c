/** Functions that pass through complex numbers. */
import * as tf from "../../../lib/tf.ts";
import { floats, type RuleCase } from "./rule_cases.ts";

const [few, other] = [floats([2, 6]), floats([2, 6], { seed: 7 })];
const outside = tf.complex(few, other);

function parts(y: tf.Tensor): tf.Tensor[] {
  return [tf.real(y), tf.imag(y)];
}

function joined(a: tf.Tensor | undefined, b: tf.Tensor | undefined): tf.Tensor {
  return tf.complex(a ?? few, b ?? other);
}

function named(
  name: string,
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor | tf.Tensor[],
  [a, b]: readonly [tf.Tensor, tf.Tensor] = [few, other],
): RuleCase {
  return { name, arguments: [a, b], fn: (...given) => fn(given[0] ?? a, given[1] ?? b) };
}

/** Numbers of many elements, odd and even, and powers of two. */
const SIZES = [[8], [2, 6], [2, 1, 5], [3, 4]] as const;

export const COMPLEX: readonly RuleCase[] = [
  ...SIZES.flatMap((size) => {
    const both = [floats([...size]), floats([...size], { seed: 3 })] as const;
    return [
      named(`fft of ${size}`, (a, b) => parts(tf.fft(joined(a, b))), both),
      named(`ifft of ${size}`, (a, b) => parts(tf.ifft(joined(a, b))), both),
      named(`rfft of ${size}`, (a) => parts(tf.spectral.rfft(a)), both),
    ];
  }),
  named("irfft", (a, b) => tf.spectral.irfft(joined(a, b))),
  named("stft", (a) => tf.abs(tf.signal.stft(tf.reshape(a, [-1]) as tf.Tensor1D, 4, 2))),
  named("complex products", (a, b) => parts(tf.mul(joined(a, b), joined(b, a)))),
  named("complex sums with real numbers", (a, b) => {
    const sum = tf.sub(tf.add(joined(a, b), a), joined(b, b));
    return [...parts(sum), tf.abs(sum)];
  }),
  named("complex numbers that move", (a, b) => {
    const rows = tf.concat([joined(a, b), joined(b, a)], 0);
    const part = tf.reshape(rows, [8, 3]);
    return [...parts(tf.clone(part)), ...parts(tf.zerosLike(part)), tf.cast(part, "float32")];
  }),
  named("complex numbers from outside", (a) => parts(tf.mul(outside, tf.cast(a, "complex64")))),
];
