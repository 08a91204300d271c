/**
 * What stands of a run in the log.
 *
 * @module
 */

import type { Clock } from "../../core/clock.ts";
import { ExperimentRun } from "./experiment_run.ts";
import type { Live } from "./live.ts";
import { type BegunPhase, brokenResults } from "./phase_recording.ts";
import type { PlanOutcome } from "./run_plan.ts";

/** What is known of a run from its beginning. */
export interface RunEntryOptions {
  /** What is run. */
  readonly label: string;
  /** Labels of the groups that it stands in. */
  readonly within: readonly string[];
  readonly clock: Clock;
  readonly resumed: boolean;
  /** Whether it comes into the log; previews do not. */
  readonly isLogged: boolean;
  /** Phases that the run has begun, and what people should know: both grow. */
  readonly begun: readonly BegunPhase[];
  readonly notices: readonly string[];
}

/**
 * What stands of a run in the log. A run that is interrupted stands there at once, with what there is: code
 * that does not listen, such as a forest that grows, is broken off by a notebook and never comes back.
 * What comes of the run in the end takes its place.
 */
export class RunEntry {
  readonly #live: Live;
  readonly #options: RunEntryOptions;
  readonly #startedAt: number;
  #entry: ExperimentRun | undefined;

  /**
   * @param live whose log it is
   * @param options what is known of the run
   */
  constructor(live: Live, options: RunEntryOptions) {
    this.#live = live;
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  /** Writes down what there is of a run that is interrupted. */
  brokenOff(): ExperimentRun {
    const { label, begun, within } = this.#options;
    const phases = begun.map((one) => ({ ...one, path: one.path.slice(within.length) }));
    return this.ended({
      status: "interrupted",
      results: brokenResults(label, phases),
      durations: {},
    });
  }

  /** Writes down what came of the run. */
  ended(outcome: PlanOutcome): ExperimentRun {
    const { label, clock, resumed, notices, isLogged } = this.#options;
    const run = new ExperimentRun({
      ...outcome,
      ...{ label, resumed, notices, startedAt: this.#startedAt, endedAt: clock.now() },
      index: this.#entry?.index ?? this.#live.history.length,
    });
    if (isLogged) this.#live.log(run, { inPlaceOf: this.#entry });
    this.#entry = run;
    return run;
  }
}
