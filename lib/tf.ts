/**
 * `tf`: tfjs-core with the layers API on top, its gradients and its portable backend registered.
 *
 * @module
 */

import "@tensorflow/tfjs-backend-cpu";

export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";
