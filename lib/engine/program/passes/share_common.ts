/**
 * Computes what is computed twice only once.
 *
 * @module
 */

import { type Pass, rewrite } from "../pass.ts";
import type { Constant, Elements, Program, Value } from "../program.ts";

/** Equal constants and equal operations on equal inputs become one. */
export const shareCommon: Pass = {
  name: "share common subexpressions",
  apply: (program) => {
    const ids = new Map<Value, number>();
    const known = new Map<string, readonly Value[]>();
    function id(value: Value): number {
      const number = ids.get(value) ?? ids.size;
      ids.set(value, number);
      return number;
    }
    const [shared, constants] = shareConstants(program);
    return rewrite({ ...program, constants }, (operation, { current, replace }) => {
      const inputs = operation.inputs.map((input) => current(shared.get(input) ?? input));
      const key = JSON.stringify([operation.kernel, inputs.map(id), operation.attrs]);
      const earlier = known.get(key);
      if (earlier) {
        operation.outputs.forEach((output, index) => replace(output, earlier[index] ?? output));
        return [];
      }
      known.set(key, operation.outputs);
      return [{ ...operation, inputs }];
    });
  },
};

/** Constants of one type, shape and content become the first of them. */
function shareConstants(program: Program): readonly [Map<Value, Value>, readonly Constant[]] {
  const shared = new Map<Value, Value>();
  const first = new Map<string, Constant[]>();
  const kept = program.constants.filter((constant) => {
    const { value, data } = constant;
    const key = `${value.dtype}[${value.shape}]${data.length}`;
    const others = first.get(key) ?? [];
    const earlier = others.find((other) => isSame(other.data, data));
    if (earlier) shared.set(value, earlier.value);
    else first.set(key, [...others, constant]);
    return !earlier || program.outputs.some((output) => output.value === value);
  });
  return [shared, kept];
}

/** Zero and minus zero differ, numbers that are none do not. */
function isSame(a: Elements, b: Elements): boolean {
  for (let index = 0; index < a.length; index++) {
    if (!Object.is(a[index], b[index])) return false;
  }
  return true;
}
