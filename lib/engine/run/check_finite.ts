/**
 * Looking for numbers that are none.
 *
 * @module
 */

import type { HostTensors } from "./onnx_runtime.ts";

/** Where a number first was none. */
export interface Culprit {
  /** What gave it, such as `Log`, or the name of an input. */
  readonly operation: string;
  /** Where that was called, for use after "called". */
  readonly site?: string;
  /** `NaN`, `Infinity` or `-Infinity`. */
  readonly kind: string;
}

/** A result has elements that are not a number or infinite. */
export class NotFiniteError extends RangeError {
  override readonly name = "NotFiniteError";
  /** The first result with such elements. */
  readonly output: string;
  /** What first gave such a number; absent when a second run gave none. */
  readonly culprit?: Culprit;

  constructor(
    { output, kind, culprit }: {
      readonly output: string;
      readonly kind: string;
      readonly culprit?: Culprit | undefined;
    },
  ) {
    const found = culprit ? `${described(culprit)}, and so ` : "";
    super(
      `Cannot go on as ${found}${output} contains ${kind}: lower the learning rate, clip gradients, ` +
        "or keep logarithms and divisions away from zero",
    );
    this.output = output;
    if (culprit) this.culprit = culprit;
  }
}

/**
 * Finds the first result that is not finite.
 *
 * @param tensors results by name
 * @returns its name and what it contains; nothing when all are finite
 * @example
 * ```ts
 * import { notFiniteIn } from "./check_finite.ts";
 * notFiniteIn({ y: { dtype: "float32", shape: [1], data: Float32Array.of(NaN) } })?.kind; // "NaN"
 * ```
 */
export function notFiniteIn(
  tensors: HostTensors,
): { readonly output: string; readonly kind: string } | undefined {
  for (const [output, { data }] of Object.entries(tensors)) {
    const bad = data.find((element) => !Number.isFinite(element));
    if (bad !== undefined) return { output, kind: String(bad) };
  }
  return undefined;
}

function described({ operation, site, kind }: Culprit): string {
  return site === undefined
    ? `${operation} contains ${kind}`
    : `${operation}, called ${site}, gave ${kind}`;
}
