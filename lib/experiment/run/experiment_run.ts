/**
 * A run that has ended, as it stands in the log of an experiment.
 *
 * @module
 */

import { displayRun, type RunBundle } from "../display/run_display.ts";
import type { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { RunStatus } from "./status.ts";

/** What a run is known by. */
export interface ExperimentRunParts<L extends string = string, P extends string = string> {
  /** What was run: the experiment, one of its groups, or a phase. */
  readonly label: string;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** Milliseconds since 1970 began. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: RunStatus;
  /** What was thrown, when it failed. */
  readonly error?: unknown;
  /** Why it was stopped, when somebody said so. */
  readonly reason?: string | undefined;
  readonly results: PhaseGroupResults<L, P>;
  /** How long each phase took in milliseconds, by its labels. */
  readonly durations: Readonly<Record<string, number>>;
  /** What people should know, such as batches that were dropped. */
  readonly notices: readonly string[];
  /** Whether another run of this log was broken off and went on here. */
  readonly resumed: boolean;
}

/** A run that has ended. `L` are the labels of nodes, `P` those of phases and groups. */
export class ExperimentRun<L extends string = string, P extends string = string>
  implements ExperimentRunParts<L, P> {
  readonly label: string;
  readonly index: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: RunStatus;
  readonly error: unknown;
  readonly reason: string | undefined;
  readonly results: PhaseGroupResults<L, P>;
  readonly durations: Readonly<Record<string, number>>;
  readonly notices: readonly string[];
  readonly resumed: boolean;

  /** @param parts all that is known */
  constructor(parts: ExperimentRunParts<L, P>) {
    this.label = parts.label;
    this.index = parts.index;
    this.startedAt = parts.startedAt;
    this.endedAt = parts.endedAt;
    this.status = parts.status;
    this.error = parts.error;
    this.reason = parts.reason;
    this.results = parts.results;
    this.durations = Object.freeze({ ...parts.durations });
    this.notices = Object.freeze([...parts.notices]);
    this.resumed = parts.resumed;
    Object.freeze(this);
  }

  /** How long it took. */
  get durationSeconds(): number {
    return (this.endedAt - this.startedAt) / 1000;
  }
}

Object.defineProperty(ExperimentRun.prototype, Symbol.for("Jupyter.display"), {
  value(this: ExperimentRun): RunBundle {
    return displayRun(this);
  },
});
