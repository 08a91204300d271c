/**
 * What `@tensorflow/tfjs-node` does when it is imported, with the portable kernels in place of
 * TensorFlow's: it registers a backend named "tensorflow" that tfjs prefers, and switches to it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";

const BACKEND = "tensorflow";

class NodeBackend extends MathBackendCPU {}

for (const kernel of tf.getKernelsForBackend("cpu")) {
  tf.registerKernel({ ...kernel, backendName: BACKEND });
}
tf.registerBackend(BACKEND, () => new NodeBackend(), 3);
if (!tf.setBackend(BACKEND)) throw new Error("Could not initialize TensorFlow backend.");
