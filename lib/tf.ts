/**
 * `tf`: tfjs-core with the layers API on top, its gradients and its portable backend registered.
 *
 * @module
 */

import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import { findBackend, setBackend } from "@tensorflow/tfjs-core";

export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";

await setBackend("cpu");
// The portable backend would greet its first use with four lines on what else one could install.
Object.assign(findBackend("cpu"), { firstUse: false });
