/** Products of matrices. */
import * as tf from "../../../lib/tf.ts";
import { floats, type RuleCase } from "./rule_cases.ts";
import { named } from "./slope_cases.ts";

const FLAGS = [[false, false], [true, false], [false, true], [true, true]] as const;

export const MATRIX: readonly RuleCase[] = [
  ...FLAGS.flatMap(([first, second]) => {
    const product: RuleCase["fn"] = (a, b) =>
      tf.matMul(a as tf.Tensor, b as tf.Tensor, first, second);
    const [left, right] = [first ? [4, 3] : [3, 4], second ? [5, 4] : [4, 5]];
    return [
      named(`matMul ${first} ${second}`, [floats(left), floats(right)], product),
      named(
        `matMul ${first} ${second} in batches`,
        [floats([2, 3, ...left]), floats([3, ...right])],
        product,
      ),
      named(
        `matMul ${first} ${second} with bias`,
        [floats(left), floats(right), floats([5])],
        (a, b, bias) =>
          tf.add(bias as tf.Tensor, tf.matMul(a as tf.Tensor, b as tf.Tensor, first, second)),
      ),
      named(
        `matMul ${first} ${second} with bias after a reshape`,
        [floats(left), floats(right), floats([5])],
        (a, b, bias) => {
          const y = tf.matMul(a as tf.Tensor, b as tf.Tensor, first, second);
          return tf.add(tf.reshape(y, [1, 3, 5]), bias as tf.Tensor);
        },
      ),
    ];
  }),
  named(
    "fused matMul with bias",
    [floats([3, 4]), floats([4, 2]), floats([2])],
    (a, b, bias) =>
      tf.fused.matMul({
        a: a as tf.Tensor2D,
        b: b as tf.Tensor2D,
        bias: bias as tf.Tensor,
        activation: "relu",
      }),
  ),
  ...([
    ["bik,bjk->bij", [2, 3, 4], [2, 5, 4]],
    ["ij,jk->ik", [2, 3], [3, 4]],
    ["abc,cd->abd", [2, 3, 4], [4, 2]],
    ["i,j->ij", [3], [2]],
    ["ij,ij->", [3, 2], [3, 2]],
  ] as const).map(([equation, a, b]) =>
    named(
      `einsum ${equation}`,
      [floats([...a]), floats([...b])],
      (a, b) => tf.einsum(equation, a as tf.Tensor, b as tf.Tensor),
    )
  ),
];
