/**
 * `tf`: tfjs-core with the layers API on top, its gradients, its portable backend and the methods
 * of tensors.
 *
 * @module
 */

import "@tensorflow/tfjs-backend-cpu";
import { findBackend, setBackend } from "@tensorflow/tfjs-core";
import { installTensorMethods } from "./tensor_methods.ts";

export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";

installTensorMethods();
await setBackend("cpu");
// The portable backend would greet its first use with four lines on what else one could install.
Object.assign(findBackend("cpu"), { firstUse: false });
