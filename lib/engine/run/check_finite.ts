/**
 * Looking for numbers that are none.
 *
 * @module
 */

import type { HostTensors } from "./onnx_runtime.ts";

/** A result has elements that are not a number or infinite. */
export class NotFiniteError extends RangeError {
  override readonly name = "NotFiniteError";
  /** The first result with such elements. */
  readonly output: string;

  constructor({ output, kind }: { readonly output: string; readonly kind: string }) {
    super(
      `Cannot go on as ${output} contains ${kind}: lower the learning rate, clip gradients, ` +
        "or keep logarithms and divisions away from zero",
    );
    this.output = output;
  }
}

/**
 * Refuses results that are not finite.
 *
 * @param tensors results by name
 * @throws NotFiniteError that names the first result with such elements
 * @example
 * ```ts
 * import { checkFinite } from "./check_finite.ts";
 * checkFinite({ y: { dtype: "float32", shape: [1], data: Float32Array.of(1) } });
 * ```
 */
export function checkFinite(tensors: HostTensors): void {
  for (const [output, { data }] of Object.entries(tensors)) {
    const bad = data.find((element) => !Number.isFinite(element));
    if (bad !== undefined) throw new NotFiniteError({ output, kind: String(bad) });
  }
}
