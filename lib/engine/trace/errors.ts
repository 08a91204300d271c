/**
 * What a function that is being recorded cannot do.
 *
 * @module
 */

import { type RefusedKernel, RefusedKernelError } from "../program/refused_kernel.ts";

/** A value was read while the function is only recorded. */
export class TracedReadError extends Error {
  override readonly name = "TracedReadError";
  /** Operation that gives the value. */
  readonly operation: string;
  /** Where that operation was called. */
  readonly site: string;

  constructor({ operation, site }: { readonly operation: string; readonly site: string }) {
    super(
      `Cannot read the result of ${operation} while its function is recorded: it was called ${site} ` +
        "and has no value yet; return it from the function, or choose with tf.where instead of if",
    );
    this.operation = operation;
    this.site = site;
  }
}

/** A kernel that cannot become part of a program. */
export class UnrecordableError extends RefusedKernelError {
  override readonly name = "UnrecordableError";

  /** @param refused the kernel, its place, and why */
  constructor(refused: RefusedKernel) {
    super("record", refused);
  }
}

/** A variable would change, or come to be, while its function is only recorded. */
export class ChangedVariableError extends Error {
  override readonly name = "ChangedVariableError";
  /** Name of the variable. */
  readonly variable: string;

  constructor(
    { variable, made, source }: {
      readonly variable: string;
      readonly made: boolean;
      readonly source: string;
    },
  ) {
    super(
      made
        ? `Cannot record a function that makes the variable ${variable} of ${source}: make it before; ` +
          "a layer makes its weights when it is first applied"
        : `Cannot record a function that gives the variable ${variable} ${source}: return the new ` +
          "value, or train with compileStep, which keeps its variables",
    );
    this.variable = variable;
  }
}
