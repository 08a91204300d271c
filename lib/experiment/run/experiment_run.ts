/**
 * A run that has ended, as it stands in the log of an experiment.
 *
 * @module
 */

import { showAs } from "../../core/show_as.ts";
import { displayRun } from "../display/run_display.ts";
import { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { PhaseResults } from "../results/phase_results.ts";
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

/** A phase of a run, for which ModularML's log has an entry of its own. */
export interface PhaseRun<L extends string = string> {
  /** The place of the run in the log, from 0. */
  readonly run: number;
  /** Labels of the groups around the phase that were run, and its own. */
  readonly path: readonly string[];
  /** How long it took; nothing when it ended before the run went on from a checkpoint. */
  readonly milliseconds: number | undefined;
  /** What it gave, and how it ended. */
  readonly results: PhaseResults<L>;
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

  /** Its phases, those of groups included, in the order in which they ran. */
  get phases(): readonly PhaseRun<L>[] {
    return placed(this.results, []).map(({ path, results }) => {
      const milliseconds = this.durations[path.join("/")];
      return { run: this.index, path, milliseconds, results };
    });
  }

  /** How long it took. */
  get durationSeconds(): number {
    return (this.endedAt - this.startedAt) / 1000;
  }
}

showAs(ExperimentRun.prototype, (run: ExperimentRun) => displayRun(run));

function placed<L extends string, P extends string>(
  group: PhaseGroupResults<L, P>,
  within: readonly string[],
): readonly Pick<PhaseRun<L>, "path" | "results">[] {
  return group.items.flatMap((item) => {
    const path = [...within, item.label];
    return item instanceof PhaseGroupResults ? placed(item, path) : [{ path, results: item }];
  });
}
