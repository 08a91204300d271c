/**
 * What a model computes, recorded: nothing is computed for that.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "../engine/program/program.ts";
import { trace } from "../engine/trace/trace.ts";
import { type Interface, OUTPUT, type Ports } from "./interface.ts";
import { type CallContext, type Parameter, ShapeError } from "./model.ts";
import { knownShape } from "./ports.ts";

/** How many samples are recorded; few functions would give as many rows by chance. */
export const SAMPLES = 7;

/** From inputs to outputs by port. */
export type ModelCall = (inputs: Ports<tf.Tensor>, context: CallContext) => Ports<tf.Tensor>;

/** What is recorded with a call. */
export interface CallParts {
  /** What stands at the inputs. */
  readonly inputs: Ports<Interface>;
  /** The variables that it uses. */
  readonly parameters: readonly Parameter[];
}

/**
 * Records a call for `SAMPLES` samples, without training.
 *
 * @param call from inputs to outputs, with tfjs
 * @param parts inputs and variables
 * @returns the program, whose outputs have the names of the ports
 * @throws ShapeError when an input has an open length
 * @throws TracedReadError when the function reads values
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { recordCall } from "./record_call.ts";
 * const inputs = { x: { shape: [4, 2], dtype: "float32" } } as const;
 * recordCall(({ x }) => ({ output: tf.sum(x!, -1) }), { inputs, parameters: [] }).outputs;
 * ```
 */
export function recordCall(call: ModelCall, { inputs, parameters }: CallParts): Program {
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
      checkPorts(outputs);
      return Object.entries(outputs).map(([name, tensor]) => {
        checkTensor(name, tensor);
        return { name, tensor };
      });
    },
  });
  return program;
}

/**
 * Says what was said of a recording, without the number of samples that it was made for.
 *
 * @param message of an error
 * @returns with shapes such as `[samples,4]`
 * @example
 * ```ts
 * import { ofSamples } from "./record_call.ts";
 * ofSamples("Cannot multiply [7,2] by [3,3]"); // Cannot multiply [samples,2] by [3,3]
 * ```
 */
export function ofSamples(message: string): string {
  return message.replaceAll(`[${SAMPLES},`, "[samples,").replaceAll(`[${SAMPLES}]`, "[samples]");
}

function checkPorts(outputs: unknown): void {
  if (typeof outputs === "object" && outputs !== null && !("dataId" in outputs)) return;
  throw new ShapeError(OUTPUT, {
    expected: "tensors by the names of their ports",
    found: typeof outputs === "object" && outputs !== null ? "a tensor" : typeof outputs,
    hint: "return an object, such as { output: x }",
  });
}

/** Functions of one's own may be asynchronous, or forget what they give. */
function checkTensor(name: string, given: unknown): void {
  if (typeof given === "object" && given !== null && "dataId" in given) return;
  throw new ShapeError(name, {
    expected: "a tensor",
    found: given instanceof Promise ? "a promise" : typeof given,
    hint: "return what tfjs computes, and await nothing",
  });
}
