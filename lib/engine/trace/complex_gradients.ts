/**
 * Complex numbers have no gradients in tfjs, whose tape takes slopes of floats only: what to do instead.
 *
 * @module
 */

import type { GradConfig } from "@tensorflow/tfjs-core";
import { callSite } from "./call_site.ts";
import { COMPLEX_KERNELS } from "./complex_kernels.ts";
import { UndifferentiableError } from "./errors.ts";

/** One for each kernel of complex numbers. */
export const COMPLEX_GRADIENTS: readonly GradConfig[] = COMPLEX_KERNELS.map((kernelName) => ({
  kernelName,
  gradFunc: () => {
    throw new UndifferentiableError(kernelName, callSite());
  },
}));
