/**
 * Leaves out sums that are zero: of distances from the mean, along the axes of the mean.
 *
 * @module
 */

import type { ReduceAttrs } from "../kernels.ts";
import { type Pass, rewrite } from "../pass.ts";
import { type Constant, elementsOf, type Operation, type Value } from "../program.ts";

/** The slope of every layer normalisation has such a sum, which only rounding keeps from zero. */
export const dropCentredSums: Pass = {
  name: "drop sums of distances from the mean",
  apply: (program) => {
    /** Means with what they are of, and values whose sums along some axes are zero. */
    const means = new Map<Value, { readonly of: Value; readonly axes: readonly number[] }>();
    const centred = new Map<Value, readonly number[]>();
    const zeros: Constant[] = [];
    const rewritten = rewrite(program, (operation) => {
      const { kernel, inputs: [a, b], outputs: [output] } = operation;
      if (!a || !output || output.dtype !== "float32") return [operation];
      if (kernel === "Mean") {
        const { axis, keepDims } = operation.attrs as ReduceAttrs;
        if (keepDims) means.set(output, { of: a, axes: axis });
      } else if (kernel === "Sub" && b) {
        const mean = means.get(b);
        if (mean?.of === a) centred.set(output, mean.axes);
      } else if (kernel === "Multiply" && b) {
        const axes = scaled(a, { axes: centred.get(a), by: b }) ??
          scaled(b, { axes: centred.get(b), by: a });
        if (axes) centred.set(output, axes);
      } else if (isSumAlong(operation, centred.get(a))) {
        zeros.push({ value: output, data: elementsOf("float32", [0]) });
        return [];
      }
      return [operation];
    });
    return { ...rewritten, constants: [...rewritten.constants, ...zeros] };
  },
};

/**
 * The axes along which a product is still centred: those along which the factor does not change. A
 * factor with more axes would give them other numbers.
 */
function scaled(
  { shape }: Value,
  { axes, by }: { readonly axes: readonly number[] | undefined; readonly by: Value },
): readonly number[] | undefined {
  const missing = shape.length - by.shape.length;
  if (missing < 0) return undefined;
  const same = (axis: number): boolean => axis < missing || by.shape[axis - missing] === 1;
  return axes?.every(same) ? axes : undefined;
}

function isSumAlong({ kernel, attrs }: Operation, axes: readonly number[] | undefined): boolean {
  return kernel === "Sum" && axes !== undefined &&
    (attrs as ReduceAttrs).axis.join() === axes.join();
}
