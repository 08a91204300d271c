/**
 * What a function gives, found by recording it.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { trace } from "../engine/trace/trace.ts";
import { type Interface, OUTPUT, type Ports, writeShape } from "./interface.ts";
import { type CallContext, type Parameter, ShapeError } from "./model.ts";
import { knownShape } from "./ports.ts";

/** How many samples are recorded; few functions would give as many rows by chance. */
const SAMPLES = 7;

/**
 * Finds the shapes and types of what a function gives; nothing is computed.
 *
 * @param call from inputs to outputs, with tfjs
 * @param options what stands at the inputs, and the variables that it uses
 * @returns what stands at the outputs
 * @throws ShapeError when an input has an open length, or an output has no row for each sample
 * @throws TracedReadError when the function reads values
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { inferOutputs } from "./infer_outputs.ts";
 * const call = ({ x }: Readonly<Record<string, tf.Tensor>>) => ({ output: tf.sum(x!, -1) });
 * const inputs = { x: { shape: [4, 2], dtype: "float32" } } as const;
 * inferOutputs(call, { inputs, parameters: [] }).output?.shape; // [4]
 * ```
 */
export function inferOutputs(
  call: (inputs: Ports<tf.Tensor>, context: CallContext) => Ports<tf.Tensor>,
  { inputs, parameters }: {
    readonly inputs: Ports<Interface>;
    readonly parameters: readonly Parameter[];
  },
): Ports<Interface> {
  const names = Object.keys(inputs);
  const { program } = trace({
    inputs: Object.entries(inputs).map(([name, { shape, dtype }]) => ({
      name,
      value: { dtype, shape: [SAMPLES, ...knownShape(shape)] },
    })),
    captured: parameters.map(({ name, variable }) => ({
      name: `weights ${name}`,
      tensor: variable,
    })),
    body: (tensors) => {
      const given = Object.fromEntries(names.map((name, at) => [name, tensors[at] as tf.Tensor]));
      const outputs = call(given, { training: false });
      return Object.entries(outputs).map(([name, tensor]) => ({ name, tensor }));
    },
  });
  const entries = program.outputs.map(({ name, value: { dtype, shape } }): [string, Interface] => {
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
