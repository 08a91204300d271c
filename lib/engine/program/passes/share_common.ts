/**
 * Computes what is computed twice only once.
 *
 * @module
 */

import { type Pass, rewrite } from "../pass.ts";
import type { Constant, Program, Value } from "../program.ts";

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

/** Constants of few elements, by type and elements. */
function shareConstants(program: Program): readonly [Map<Value, Value>, readonly Constant[]] {
  const shared = new Map<Value, Value>();
  const first = new Map<string, Value>();
  const kept = program.constants.filter(({ value, data }) => {
    if (data.length > 64) return true;
    const elements = [...data].map((element) => Object.is(element, -0) ? "-0" : String(element));
    const key = `${value.dtype}[${value.shape}]${elements}`;
    const earlier = first.get(key);
    if (earlier) shared.set(value, earlier);
    else first.set(key, value);
    return !earlier || program.outputs.some((output) => output.value === value);
  });
  return [shared, kept];
}
