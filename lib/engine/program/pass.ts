/**
 * Passes: named functions from program to program, verified in between.
 *
 * @module
 */

import type { Operation, Program, Value } from "./program.ts";
import { verify } from "./verify.ts";

/** A rewriting of programs that keeps what they compute. */
export interface Pass {
  readonly name: string;
  readonly apply: (program: Program) => Program;
}

/**
 * Applies passes in order and verifies after each.
 *
 * @param program where to start
 * @param passes what to apply
 * @returns the last program
 * @throws InvalidProgramError that names the pass with the mistake
 * @example
 * ```ts
 * import { runPasses } from "./pass.ts";
 * runPasses({ inputs: [], constants: [], operations: [], outputs: [] }, []);
 * ```
 */
export function runPasses(program: Program, passes: readonly Pass[]): Program {
  verify(program, { pass: "trace" });
  return passes.reduce((before, { name, apply }) => {
    const after = apply(before);
    verify(after, { pass: name });
    return after;
  }, program);
}

/** What a rewriting knows when it comes to an operation. */
export interface Rewriting {
  /** The value that now stands for another. */
  readonly current: (value: Value) => Value;
  /** Makes a value stand for another from here on. */
  readonly replace: (value: Value, by: Value) => void;
}

/**
 * Walks over the operations once and lets a visitor keep, change or drop each.
 *
 * @param program the program
 * @param visit gets each operation with its inputs already replaced; returns what stays in its place
 * @returns the rewritten program
 * @example
 * ```ts
 * import { rewrite } from "./pass.ts";
 * const empty = { inputs: [], constants: [], operations: [], outputs: [] };
 * rewrite(empty, (operation) => [operation]);
 * ```
 */
export function rewrite(
  program: Program,
  visit: (operation: Operation, rewriting: Rewriting) => readonly Operation[],
): Program {
  const replaced = new Map<Value, Value>();
  function current(value: Value): Value {
    return replaced.get(value) ?? value;
  }
  function replace(value: Value, by: Value): void {
    replaced.set(value, current(by));
  }
  const operations = program.operations.flatMap((operation) =>
    visit({ ...operation, inputs: operation.inputs.map(current) }, { current, replace })
  );
  const outputs = program.outputs.map(({ name, value }) => ({ name, value: current(value) }));
  return { ...program, operations, outputs };
}

/**
 * Counts how often each value is needed.
 *
 * @param program the program
 * @returns uses by operations and as outputs; values without any are missing
 * @example
 * ```ts
 * import { usesOf } from "./pass.ts";
 * usesOf({ inputs: [], constants: [], operations: [], outputs: [] }).size; // 0
 * ```
 */
export function usesOf({ operations, outputs }: Program): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const used = [...operations.flatMap(({ inputs }) => inputs), ...outputs.map((o) => o.value)];
  for (const value of used) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}
