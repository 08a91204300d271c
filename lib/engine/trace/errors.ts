/**
 * What a function that is being recorded cannot do.
 *
 * @module
 */

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
export class UnrecordableError extends Error {
  override readonly name = "UnrecordableError";
  /** Name of the kernel. */
  readonly kernel: string;
  /** Where it was called. */
  readonly site: string;

  constructor(
    { kernel, site, reason }: {
      readonly kernel: string;
      readonly site: string;
      readonly reason: string;
    },
  ) {
    super(
      `Cannot record ${kernel}, called ${site}: ${reason}; the engine "cpu" runs it: setEngine("cpu"), or the option engine: "cpu"`,
    );
    this.kernel = kernel;
    this.site = site;
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
