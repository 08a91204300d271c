/**
 * A kernel that no program or no model can hold: which one, where it was called, and who runs it.
 *
 * @module
 */

/** What is known of a refused kernel. */
export interface RefusedKernel {
  /** Name of the kernel. */
  readonly kernel: string;
  /** Where it was called. */
  readonly site: string;
  /** Why it is refused. */
  readonly reason: string;
}

/** A kernel was refused. */
export abstract class RefusedKernelError extends Error {
  /** Name of the kernel. */
  readonly kernel: string;
  /** Where it was called. */
  readonly site: string;

  /**
   * @param what what could not be done with it
   * @param refused the kernel, its place, and why
   */
  constructor(what: string, { kernel, site, reason }: RefusedKernel) {
    super(
      `Cannot ${what} ${kernel}, called ${site}: ${reason}; the engine "cpu" runs it: ` +
        'setEngine("cpu"), or the option engine: "cpu"',
    );
    this.kernel = kernel;
    this.site = site;
  }
}
