/**
 * What a function gives, found by recording it.
 *
 * @module
 */

import { type Interface, OUTPUT, type Ports, writeShape } from "./interface.ts";
import { ShapeError } from "./model.ts";
import { type CallParts, type ModelCall, recordCall, SAMPLES } from "./record_call.ts";

/**
 * Finds the shapes and types of what a function gives.
 *
 * @param call from inputs to outputs, with tfjs
 * @param parts what stands at the inputs, and the variables that it uses
 * @returns what stands at the outputs
 * @throws ShapeError when an input has an open length, or an output has no row for each sample
 * @throws TracedReadError when the function reads values
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { inferOutputs } from "./infer_outputs.ts";
 * const inputs = { x: { shape: [4, 2], dtype: "float32" } } as const;
 * const outputs = inferOutputs(({ x }) => ({ output: tf.sum(x!, -1) }), { inputs, parameters: [] });
 * outputs.output?.shape; // [4]
 * ```
 */
export function inferOutputs(call: ModelCall, parts: CallParts): Ports<Interface> {
  const { outputs } = recordCall(call, parts);
  const entries = outputs.map(({ name, value: { dtype, shape } }): [string, Interface] => {
    const [samples, ...own] = shape;
    if (samples === SAMPLES) return [name, { shape: own, dtype }];
    throw new ShapeError(name, {
      expected: "a row for each sample",
      found: `${writeShape(shape)} for ${SAMPLES} samples`,
      hint: "keep the first axis, which is that of the samples",
    });
  });
  if (entries.length > 0) return Object.fromEntries(entries);
  throw new ShapeError(OUTPUT, { expected: "an output", found: "none" });
}
