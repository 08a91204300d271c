/**
 * Refusing results that are not finite, with the operation that first gave such a number.
 *
 * @module
 */

import { encodeModel } from "./lower/onnx.ts";
import { lower } from "./lower/lower.ts";
import { removeDeadCode } from "./program/passes/remove_dead_code.ts";
import type { Program, Value } from "./program/program.ts";
import { type Culprit, NotFiniteError, notFiniteIn } from "./run/check_finite.ts";
import { type HostTensors, loadModel, type RunOptions } from "./run/onnx_runtime.ts";

/** A run whose results are to be checked. */
export interface FiniteCheck extends RunOptions {
  readonly program: Program;
  /** What the run was given. */
  readonly feeds: HostTensors;
}

/**
 * Refuses results that are not finite. Only then the program runs once more, with the results of
 * all operations that lead to the first bad one, on the processor.
 *
 * @param results results by name
 * @param check the run that gave them
 * @throws NotFiniteError that names the result, the operation and where it was called
 * @example
 * ```ts
 * import { requireFinite } from "./require_finite.ts";
 * const program = { inputs: [], constants: [], operations: [], outputs: [] };
 * await requireFinite({}, { program, feeds: {} });
 * ```
 */
export async function requireFinite(results: HostTensors, check: FiniteCheck): Promise<void> {
  const bad = notFiniteIn(results);
  if (bad) throw new NotFiniteError({ ...bad, culprit: await culpritOf(bad.output, check) });
}

async function culpritOf(output: string, check: FiniteCheck): Promise<Culprit | undefined> {
  const { program, feeds, ...options } = { ...check, execution: "cpu" as const };
  const outputs = program.outputs.filter(({ name }) => name === output);
  const leading = removeDeadCode.apply({ ...program, outputs });
  const results = await runExposed(leading, { feeds, ...options });
  const bad = new Map<Value, string>();
  for (const { value, data } of leading.constants) note(bad, { value, data });
  for (const { name, value } of leading.inputs) {
    const kind = note(bad, { value, data: feeds[name]?.data ?? [] });
    if (kind !== undefined && isUsed(leading, value)) {
      return { operation: `the input ${name}`, kind };
    }
  }
  for (const { kernel, site, inputs, outputs } of leading.operations) {
    const kinds = outputs.map((value) => note(bad, { value, data: results.get(value) ?? [] }));
    const kind = kinds.find((kind) => kind !== undefined);
    const innocent = inputs.some((input) => bad.has(input));
    if (kind !== undefined && !innocent) return { operation: kernel, site, kind };
  }
  return undefined;
}

/** Runs a program with the result of every operation as an output. */
async function runExposed(
  program: Program,
  { feeds, ...options }: Omit<FiniteCheck, "program">,
): Promise<ReadonlyMap<Value, ArrayLike<number>>> {
  const values = program.operations.flatMap(({ outputs }) => outputs);
  const outputs = values.map((value, index) => ({ name: `result ${index}`, value }));
  await using model = await loadModel(encodeModel(lower({ ...program, outputs })), options);
  const results = await model.run(feeds);
  return new Map(outputs.map(({ name, value }) => [value, results[name]?.data ?? []]));
}

function note(
  bad: Map<Value, string>,
  { value, data }: { readonly value: Value; readonly data: ArrayLike<number> },
): string | undefined {
  const kind = Array.prototype.find.call(data, (element: number) => !Number.isFinite(element));
  if (kind !== undefined) bad.set(value, String(kind));
  return bad.get(value);
}

function isUsed(program: Program, value: Value): boolean {
  return program.operations.some(({ inputs }) => inputs.includes(value));
}
