/**
 * Drops operations that give what they take.
 *
 * @module
 */

import { type Pass, rewrite } from "../pass.ts";
import { isSplat, type Operation, type Program, type Value } from "../program.ts";

/** Chains of reshapes and transpositions, moves that keep every element in its place, and sums with zero and the like. */
export const dropNoOps: Pass = {
  name: "drop operations without effect",
  apply: (program) => {
    const reshaped = new Map<Value, Value>();
    const turned = new Map<Value, { readonly source: Value; readonly perm: readonly number[] }>();
    const numbers = repeatedNumbers(program);
    return rewrite(program, (operation, { replace }) => {
      const [output] = operation.outputs;
      const kept = unchanged(operation, numbers);
      if (output && kept) return drop(output, kept);
      const [input] = operation.inputs;
      if (!input || !output) return [operation];
      if (isTransposition(operation)) {
        const inner = turned.get(input);
        const perm = inner
          ? operation.attrs.perm.map((axis) => inner.perm[axis] ?? axis)
          : undefined;
        const source = inner?.source ?? input;
        if (perm?.every((axis, index) => axis === index)) return drop(output, source);
        const whole = perm ? { ...operation, inputs: [source], attrs: { perm } } : operation;
        turned.set(output, { source, perm: whole.attrs.perm });
        return [whole];
      }
      if (operation.kernel !== "Reshape") return [operation];
      const source = reshaped.get(input) ?? input;
      if (source.shape.join() === output.shape.join()) return drop(output, source);
      reshaped.set(output, source);
      return [{ ...operation, inputs: [source] }];

      function drop(from: Value, to: Value): readonly Operation[] {
        replace(from, to);
        return [];
      }
    });
  },
};

/** The number that, on the right, changes nothing; on the left too where the order does not count. */
const NEUTRAL: Readonly<Record<string, { readonly number: number; readonly either: boolean }>> = {
  Add: { number: 0, either: true },
  Multiply: { number: 1, either: true },
  RealDiv: { number: 1, either: false },
  Sub: { number: 0, either: false },
};

/** The input that an operation passes on as it is, if there is one. */
function unchanged(operation: Operation, numbers: ReadonlyMap<Value, number>): Value | undefined {
  const [a, b] = operation.inputs;
  const [output] = operation.outputs;
  if (!a || !output) return undefined;
  if (keepsPlaces(operation)) return a;
  const neutral = NEUTRAL[operation.kernel];
  if (!neutral || !b) return undefined;
  if (numbers.get(b) === neutral.number && sameType(a, output)) return a;
  return neutral.either && numbers.get(a) === neutral.number && sameType(b, output) ? b : undefined;
}

function keepsPlaces(operation: Operation): boolean {
  if (isTransposition(operation)) {
    return operation.attrs.perm.every((axis, index) => axis === index);
  }
  if (operation.kernel !== "StridedSlice") return false;
  const { begin, strides } = operation.attrs as Operation<"StridedSlice">["attrs"];
  const [input] = operation.inputs;
  const whole = input?.shape.join() === operation.outputs[0]?.shape.join();
  return whole && begin.every((first) => first === 0) && strides.every((step) => step === 1);
}

function isTransposition(operation: Operation): operation is Operation<"Transpose"> {
  return operation.kernel === "Transpose";
}

function sameType(a: Value, b: Value): boolean {
  return a.dtype === b.dtype && a.shape.join() === b.shape.join();
}

/** Constants of one number, scalars and repeated ones. */
function repeatedNumbers({ constants }: Program): ReadonlyMap<Value, number> {
  return new Map(
    constants.filter(isSplat).map(({ value, data }) => [value, data[0] ?? NaN] as const),
  );
}
