/**
 * Complex numbers have no gradients in tfjs, whose tape takes slopes of floats only: what to do instead.
 *
 * @module
 */

import type { GradConfig } from "@tensorflow/tfjs-core";
import { callSite } from "./call_site.ts";
import { COMPLEX_KERNELS } from "./complex_kernels.ts";

/** One for each kernel of complex numbers. */
export const COMPLEX_GRADIENTS: readonly GradConfig[] = COMPLEX_KERNELS.map((kernelName) => ({
  kernelName,
  gradFunc: () => {
    throw new UndifferentiableError(kernelName, callSite());
  },
}));

/** A kernel has no gradient on any engine. */
export class UndifferentiableError extends Error {
  override readonly name = "UndifferentiableError";
  /** Name of the kernel. */
  readonly kernel: string;

  constructor(kernel: string, site: string) {
    super(
      `Cannot differentiate ${kernel} for the gradient called ${site}: tfjs has no slopes of complex ` +
        "numbers; write the transform as products with matrices of cosines and sines (tf.matMul), " +
        "or transform outside of the loss",
    );
    this.kernel = kernel;
  }
}
