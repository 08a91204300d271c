/**
 * Gradients that tfjs lacks or gets wrong, in use while an engine records or runs a function.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { COMPLEX_GRADIENTS } from "./complex_gradients.ts";
import { ELEMENTWISE_GRADIENTS } from "./elementwise_gradients.ts";
import { IMAGE_GRADIENTS } from "./image_gradients.ts";
import { MOVEMENT_GRADIENTS } from "./movement_gradients.ts";
import { PRODUCT_GRADIENTS } from "./product_gradients.ts";
import { SECOND_GRADIENTS } from "./second_gradients.ts";
import { orderTape } from "./tape.ts";

/** All of them; for every other kernel that of tfjs is right. */
export const GRADIENTS: readonly tf.GradConfig[] = [
  ...ELEMENTWISE_GRADIENTS,
  ...MOVEMENT_GRADIENTS,
  ...PRODUCT_GRADIENTS,
  ...IMAGE_GRADIENTS,
  ...SECOND_GRADIENTS,
  ...COMPLEX_GRADIENTS,
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
  const ordered = orderTape();
  const before = GRADIENTS.map(({ kernelName }) => tf.getGradient(kernelName));
  for (const gradient of GRADIENTS) tf.registerGradient(gradient);
  return {
    [Symbol.dispose]: () => {
      ordered[Symbol.dispose]();
      GRADIENTS.forEach(({ kernelName }, index) => {
        const former = before[index];
        if (former) tf.registerGradient(former);
        else tf.unregisterGradient(kernelName);
      });
    },
  };
}
