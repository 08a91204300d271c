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

/** A kernel has no gradient on any engine. */
export class UndifferentiableError extends Error {
  override readonly name = "UndifferentiableError";
  /** Name of the kernel. */
  readonly kernel: string;

  constructor(kernel: string, site: string) {
    super(
      `Cannot differentiate ${kernel} for the gradient called ${site}: tfjs has no slopes of complex ` +
        "numbers; write the transform as products with matrices of cosines and sines (tf.matMul), " +
        "or transform outside of the loss",
    );
    this.kernel = kernel;
  }
}

/** An operation has a slope whose own slope would be wrong. */
export class OnceDifferentiableError extends Error {
  override readonly name = "OnceDifferentiableError";
  /** Name of the operation. */
  readonly operation: string;

  constructor(operation: string, site: string) {
    super(
      `Cannot differentiate ${operation}, called ${site}, twice: its gradient keeps numbers from within ` +
        "it, of which tfjs does not know where they come from; write it with simpler operations, a " +
        "cross-entropy as tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), -1)))",
    );
    this.operation = operation;
  }
}
