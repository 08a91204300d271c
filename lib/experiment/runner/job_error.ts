/**
 * Errors that cross the border of a process.
 *
 * @module
 */

/** An error as plain data. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorRecord;
  /** The parts of an `AggregateError`. */
  readonly errors?: readonly ErrorRecord[];
}

/** What a job function threw, with the name, the message, the stack and the causes it had there. */
export class JobError extends Error {
  /** The parts of an `AggregateError`. */
  declare readonly errors?: readonly JobError[];

  /** @param record the error as plain data */
  constructor(record: ErrorRecord) {
    super(record.message, record.cause && { cause: new JobError(record.cause) });
    this.name = record.name;
    if (record.errors) this.errors = record.errors.map((part) => new JobError(part));
    if (record.stack !== undefined) this.stack = record.stack;
  }
}

/** A worker is gone: its process ended, or it did not answer for as long as its lease. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
}

/** A worker could not begin: its process ended by itself before it was ready. */
export class WorkerStartError extends Error {
  override readonly name = "WorkerStartError";
}

/** How far a chain of causes is followed; it may be a circle. */
const DEPTH = 8;

/**
 * Writes down what was thrown.
 *
 * @param thrown an error, or anything else
 * @param depth how many causes to follow
 * @returns plain data for `new JobError(record)`
 * @example
 * ```ts
 * import { JobError, recordError } from "./job_error.ts";
 * const error = new JobError(recordError(new RangeError("Cannot split 3 rows into 5 folds")));
 * console.log(error.name); // RangeError
 * ```
 */
export function recordError(thrown: unknown, depth: number = DEPTH): ErrorRecord {
  if (!(thrown instanceof Error)) return { name: "Error", message: `Threw ${show(thrown)}` };
  const { name, message, stack, cause } = thrown;
  const deeper = depth > 0;
  return {
    name: String(name),
    message: String(message),
    ...(stack !== undefined && { stack }),
    ...(deeper && cause !== undefined && { cause: recordError(cause, depth - 1) }),
    ...(deeper && thrown instanceof AggregateError && {
      errors: thrown.errors.map((part) => recordError(part, depth - 1)),
    }),
  };
}

function show(value: unknown): string {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    return "something that has no text";
  }
}
