/** A loss of one's own, registered by the module that it is in. */
import * as tf from "@tensorflow/tfjs-core";
import { losses, lossOf } from "../../../../lib/training/losses.ts";

function quartic(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  return tf.mean(tf.pow(tf.sub(outputs, tf.reshape(targets, outputs.shape)), 4), 1);
}

losses.register(
  "quartic",
  () => lossOf((outputs, targets) => quartic(outputs as tf.Tensor, targets as tf.Tensor)),
);
