/**
 * Drops what no output needs.
 *
 * @module
 */

import type { Pass } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/** Keeps inputs, so that a program's signature stays what its caller feeds. */
export const removeDeadCode: Pass = {
  name: "remove dead code",
  apply: (program) => {
    const needed = new Set<Value>(program.outputs.map(({ value }) => value));
    const operations: Operation[] = [];
    for (const operation of program.operations.toReversed()) {
      if (!operation.outputs.some((output) => needed.has(output))) continue;
      operations.push(operation);
      for (const input of operation.inputs) needed.add(input);
    }
    const constants = program.constants.filter(({ value }) => needed.has(value));
    return { ...program, constants, operations: operations.reverse() };
  },
};
