/**
 * What a run tells whoever shows how far it is.
 *
 * @module
 */

/** A phase that has begun. */
export interface PhaseBegun {
  /** Labels of the groups around it and its own. */
  readonly path: readonly string[];
  readonly kind: "train" | "eval" | "fit";
  readonly epochs: number;
  /** Steps of each epoch. */
  readonly steps: number;
}

/** A step that is done: a type, as plain data between processes must be. */
export type StepDone = {
  readonly epoch: number;
  readonly batch: number;
  /** That of this step; nothing where nothing is compared. */
  readonly loss: number | undefined;
};

/** Hears how far a run is. It is called with every step, and must be quick: showing can wait. */
export interface Progress {
  /** A run begins, or a part of a larger work such as a fold. */
  begin?(title: string): void;
  phase?(phase: PhaseBegun): void;
  /** A step is done. */
  step?(at: StepDone): void;
  /** A number is known, such as a validation loss. */
  metric?(name: string, value: number): void;
  /** Something that people should know, such as batches that are dropped. */
  notice?(message: string): void;
  /** The run has ended, in this status. */
  end?(status: string): void;
}
