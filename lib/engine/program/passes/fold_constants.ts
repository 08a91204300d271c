/**
 * Computes now what depends on constants only, with tfjs's portable kernels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { INPUT_NAMES } from "../kernels.ts";
import { type Pass, rewrite } from "../pass.ts";
import { type Constant, elementsOf, type Operation, sizeOf } from "../program.ts";

/** Larger results stay operations: a program should not grow by what is quick to compute. */
const LARGEST = 4096;

/**
 * Portable kernels that give something else: Fourier transforms take complex numbers; slopes pass over
 * dilations and divide averages at borders by whole windows.
 */
const DIFFERENT = /^I?FFT$|Backprop|Grad$/;

/** Operations on constants become constants; so do reshapes and broadcasts of repeated elements. */
export const foldConstants: Pass = {
  name: "fold constants",
  apply: (program) => {
    const constants = new Map(program.constants.map((constant) => [constant.value, constant]));
    const folded = rewrite(program, (operation) => {
      const inputs = operation.inputs.map((input) => constants.get(input));
      if (!inputs.every((input) => input !== undefined)) return [operation];
      const results = moveRepeated(operation, inputs) ?? compute(operation, inputs);
      if (!results) return [operation];
      for (const result of results) constants.set(result.value, result);
      return [];
    });
    return { ...folded, constants: [...constants.values()] };
  },
};

const MOVES: ReadonlySet<string> = new Set(["Reshape", "Tile", "Transpose"]);

/** One element that stands for all does so in any shape, and no reshape moves elements. */
function moveRepeated(
  { kernel, outputs }: Operation,
  [input]: readonly Constant[],
): readonly Constant[] | undefined {
  const [value] = outputs;
  const stays = kernel === "Reshape" || (input?.data.length === 1 && MOVES.has(kernel));
  if (!value || !input || !stays) return undefined;
  return [{ value, data: input.data }];
}

function compute(
  operation: Operation,
  constants: readonly Constant[],
): readonly Constant[] | undefined {
  const sizes = [...operation.inputs, ...operation.outputs].map(({ shape }) => sizeOf(shape));
  if (sizes.some((size) => size > LARGEST || size === 0)) return undefined;
  if (DIFFERENT.test(operation.kernel)) return undefined;
  const backend = tf.findBackend("cpu");
  // It would greet its first use with four lines on what else one could install.
  if (backend) Object.assign(backend, { firstUse: false });
  const name = operation.kernel === "StridedSlice" ? "Slice" : operation.kernel;
  const kernel = tf.getKernel(name, "cpu");
  const attrs = portableAttrs(operation);
  if (!backend || !kernel || !attrs) return undefined;
  const infos = constants.map((constant) => place(backend, constant));
  const names = INPUT_NAMES[operation.kernel];
  // Kernels of any number of operands take an array, which their type does not tell.
  const inputs = names === "list"
    ? infos as unknown as tf.NamedTensorInfoMap
    : Object.fromEntries(infos.map((info, index) => [names[index], info]));
  const result = kernel.kernelFunc({ inputs, attrs, backend });
  return operation.outputs.map((value, index) => {
    const info = [result].flat()[index];
    const data = info ? backend.readSync(info.dataId) as ArrayLike<number> : [];
    const elements = elementsOf(value.dtype, data);
    const repeated = elements.every((element) => Object.is(element, elements[0]));
    return { value, data: repeated ? elements.slice(0, 1) : elements };
  });
}

/** tfjs's own form of the attributes, where programs have another; none for what it cannot do. */
function portableAttrs({ kernel, attrs, inputs }: Operation): tf.NamedAttrMap | undefined {
  if (kernel === "Softmax") return { dim: (inputs[0]?.shape.length ?? 1) - 1 };
  if (kernel !== "StridedSlice") {
    const { axis } = attrs as { readonly axis?: unknown };
    return {
      ...attrs,
      ...(axis === undefined ? {} : { reductionIndices: axis }),
    } as tf.NamedAttrMap;
  }
  const { begin, size, strides } = attrs as Extract<Operation["attrs"], { strides: unknown }> & {
    readonly begin: number[];
    readonly size: number[];
    readonly strides: number[];
  };
  return strides.every((step) => step === 1) ? { begin, size } : undefined;
}

function place(backend: tf.KernelBackend, { value, data }: Constant): tf.TensorInfo {
  const shape = [...value.shape];
  const elements = data.length === 1
    ? elementsOf(value.dtype, new Array(sizeOf(shape)).fill(data[0]))
    // A copy, as the portable kernel of tensorScatterUpdate writes into its argument.
    : data.slice();
  return { dataId: backend.write(elements, shape, value.dtype), shape, dtype: value.dtype };
}
