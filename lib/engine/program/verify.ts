/**
 * The rules that every program keeps.
 *
 * @module
 */

import { InvalidProgramError } from "./errors.ts";
import { infer } from "./infer/infer.ts";
import { printType } from "./print.ts";
import { type Program, sizeOf, type Value } from "./program.ts";

/**
 * Checks a program: values are defined once and before they are used, shapes and types are those
 * that the operations give, names are unique, constants have their size.
 *
 * @param program the program
 * @param options where in the work this is
 * @param options.pass name of the pass that made the program, for the error
 * @throws InvalidProgramError that names the pass and the operation
 * @example
 * ```ts
 * import { verify } from "./verify.ts";
 * verify({ inputs: [], constants: [], operations: [], outputs: [] }, { pass: "trace" });
 * ```
 */
export function verify(program: Program, { pass }: { readonly pass: string }): void {
  const defined = new Set<Value>();
  function define(value: Value, what: string): void {
    if (defined.has(value)) throw new InvalidProgramError(`${what} is defined twice`, { pass });
    defined.add(value);
  }
  for (const { name, value } of program.inputs) define(value, `the input ${name}`);
  for (const { value, data } of program.constants) {
    define(value, "a constant");
    if (data.length !== 1 && data.length !== sizeOf(value.shape)) {
      throw new InvalidProgramError(
        `a constant ${printType(value)} has ${data.length} elements`,
        { pass },
      );
    }
  }
  for (const { kernel, inputs, attrs, outputs, site } of program.operations) {
    if (!inputs.every((input) => defined.has(input))) {
      throw new InvalidProgramError(`${kernel}, called ${site}, uses what comes later`, { pass });
    }
    const wanted = infer(kernel, { inputs, attrs }).map(printType).join(" ");
    const got = outputs.map(printType).join(" ");
    if (wanted !== got) {
      throw new InvalidProgramError(`${kernel} gives ${wanted}, not ${got}`, { pass });
    }
    for (const output of outputs) define(output, `a result of ${kernel}`);
  }
  for (const { name, value } of program.outputs) {
    if (!defined.has(value)) {
      throw new InvalidProgramError(`the output ${name} is never computed`, { pass });
    }
  }
  refuseTwins(program, pass);
}

function refuseTwins({ inputs, outputs }: Program, pass: string): void {
  for (const names of [inputs, outputs].map((list) => list.map(({ name }) => name))) {
    const twin = names.find((name, index) => names.indexOf(name) !== index);
    if (twin) throw new InvalidProgramError(`the name ${twin} is used twice`, { pass });
  }
}
