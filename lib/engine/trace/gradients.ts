/**
 * Gradients that tfjs lacks or gets wrong, in use while an engine records or runs a function.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { ELEMENTWISE_GRADIENTS } from "./elementwise_gradients.ts";
import { MOVEMENT_GRADIENTS } from "./movement_gradients.ts";
import { PRODUCT_GRADIENTS } from "./product_gradients.ts";

/** All of them; for every other kernel that of tfjs is right. */
export const GRADIENTS: readonly tf.GradConfig[] = [
  ...ELEMENTWISE_GRADIENTS,
  ...MOVEMENT_GRADIENTS,
  ...PRODUCT_GRADIENTS,
];

/**
 * Puts these gradients in place of those of tfjs, which has one table for all backends.
 *
 * @returns puts the former ones back when it is disposed
 * @example
 * ```ts
 * import { useGradients } from "./gradients.ts";
 * using _gradients = useGradients();
 * ```
 */
export function useGradients(): Disposable {
  const before = GRADIENTS.map(({ kernelName }) => tf.getGradient(kernelName));
  for (const gradient of GRADIENTS) tf.registerGradient(gradient);
  return {
    [Symbol.dispose]: () => {
      GRADIENTS.forEach(({ kernelName }, index) => {
        const former = before[index];
        if (former) tf.registerGradient(former);
        else tf.unregisterGradient(kernelName);
      });
    },
  };
}
