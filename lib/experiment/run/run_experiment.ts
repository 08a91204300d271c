/**
 * THE WALK of an experiment: a plan is checked, run, and what came of it is written down.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import { type Clock, machineClock } from "../../core/clock.ts";
import { quote } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { Callback } from "../callbacks/callback.ts";
import {
  checkCheckpointing,
  type CheckpointedRun,
  type Checkpointing,
} from "../checkpoints/checkpointing.ts";
import { outlineOf } from "../checkpoints/outline.ts";
import { checkPlan, PlanError, problemsOfPhase } from "../phases/check_plan.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { Compute } from "../phases/phase.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";
import type { PlanPart } from "../phases/plan_part.ts";
import type { Progress } from "../progress/progress.ts";
import { shownHere } from "../progress/shown_here.ts";
import type { EvalResults } from "../results/eval_results.ts";
import type { ResultsStore } from "../results/store/results_store.ts";
import type { ExperimentRun } from "./experiment_run.ts";
import { Followers } from "./followers.ts";
import type { Live } from "./live.ts";
import { openResults } from "./results_folder.ts";
import { RunEntry } from "./run_entry.ts";
import { runEvalPhase } from "./run_eval.ts";
import { runProgress } from "./run_progress.ts";
import { type ResumePoint, runPlan } from "./run_plan.ts";
import type { RunScope } from "./scope.ts";
import { StopRequest } from "./status.ts";

/** How something is run. */
export interface RunOptions {
  /** Interrupts the run before the next batch. Default: that of the running cell. */
  readonly signal?: AbortSignal;
  /** Hears how far the run is; `false` for nobody. Default: what shows it here. */
  readonly progress?: Progress | false;
  /**
   * When checkpoints are taken, besides those that phases take of themselves; `false` for never, not of
   * phases either. Default: what the experiment says.
   */
  readonly checkpointing?: Checkpointing | false;
  /**
   * An empty folder into which results are written while the run goes on, so that outputs of long runs
   * need no memory and survive a kill; `ResultsStore.read` reads it. Left out: results stay in memory.
   */
  readonly resultsDirectory?: string;
  /** Tells the time; default that of the machine. */
  readonly clock?: Clock;
}

const OPTIONS = [
  "signal",
  "progress",
  "checkpointing",
  "resultsDirectory",
  "clock",
  "from",
  "isLogged",
] as const;

/** What of an experiment a run needs. */
export interface RunnableExperiment {
  readonly label: string;
  readonly data: readonly FeatureSet[];
  readonly live: Live;
  readonly seed: number | string;
  readonly callbacks: readonly Callback[];
  readonly compute: Compute;
  readonly checkpointing: Checkpointing | undefined;
}

/**
 * Runs a plan of an experiment.
 *
 * @param experiment whose weights are changed
 * @param part the plan, or what is run of it
 * @param options signal, progress, checkpoints; where a run that was broken off goes on, and whether the run
 *   comes into the log
 * @returns the run; errors of phases and callbacks are told in it, not thrown
 * @throws UnknownNameError when there is no such option; TypeError for what is no Checkpointing
 * @throws PlanError when the plan does not fit graph and data; Error when something runs already
 */
export async function runExperiment(
  experiment: RunnableExperiment,
  part: PlanPart,
  options: RunOptions & { readonly from?: ResumePoint | undefined; readonly isLogged?: boolean },
): Promise<ExperimentRun> {
  checkOptions(options, { of: "a run", known: OPTIONS });
  checkCheckpointing("a run", options.checkpointing);
  const { from, clock = machineClock, signal = cellSignal(), ...others } = options;
  const { label, data, live } = experiment;
  const { plan, within } = part;
  checkPlan(plan, { graph: live.graph, data, callbacks: experiment.callbacks });
  const stop = new StopRequest();
  using _running = live.begin(`the experiment ${quote(label)}`, { stop, signal });
  const identity = identityOf(experiment, part, { resumed: from !== undefined, signal });
  const { checkpointing = experiment.checkpointing, resultsDirectory, isLogged = true } = others;
  using _taken = await takeFolders(identity, { plan, checkpointing });
  const results = resultsDirectory === undefined ? undefined : await openResults(resultsDirectory, {
    label: plan.label,
    run: identity.outline,
    clock,
    resume: from,
  });
  const notices: string[] = [];
  const scope = scopeOf(experiment, identity, { ...others, notices, from, results, stop, signal });
  if (from) scope.followers.setState(from.followers);
  const { begun, progress } = scope;
  const known = { label: plan.label, within, resumed: from !== undefined, begun, notices };
  const entry = new RunEntry(live, { ...known, clock, isLogged });
  const breakOff = (): void => {
    entry.brokenOff();
    progress?.end?.("interrupted");
  };
  progress?.begin?.(plan.label);
  signal.addEventListener("abort", breakOff, { once: true });
  const outcome = await runPlan(plan, scope, { clock, from, within });
  signal.removeEventListener("abort", breakOff);
  progress?.end?.(outcome.status);
  return entry.ended(outcome);
}

function scopeOf(
  experiment: RunnableExperiment,
  identity: CheckpointedRun,
  { notices, from, results, stop, signal, progress = shownHere(), ...options }:
    & RunOptions
    & {
      readonly notices: string[];
      readonly from: ResumePoint | undefined;
      readonly results: ResultsStore | undefined;
      readonly stop: StopRequest;
      readonly signal: AbortSignal;
    },
): RunScope {
  const { label, data, live, seed, callbacks, compute } = experiment;
  const { checkpointing = experiment.checkpointing } = options;
  const scope: RunScope = {
    experiment: label,
    data,
    live,
    seeds: SeedStream.from(seed),
    compute,
    signal,
    stop,
    progress: runProgress(progress === false ? undefined : progress, notices),
    followers: new Followers(callbacks),
    checkpointers: checkpointing ? [checkpointing.begin(identity)] : [],
    keepsCheckpoints: checkpointing !== false,
    identity,
    evaluators: new Map(),
    results,
    store: results,
    finished: [...from?.finished ?? []],
    begun: [],
    evaluate: (phase) => evaluate(phase, scope),
  };
  return scope;
}

/** Its outline is made when the first checkpoint is, as it names all of the data. */
function identityOf(
  { data, live: { graph }, seed }: RunnableExperiment,
  part: PlanPart,
  of: Pick<CheckpointedRun, "resumed" | "signal">,
): CheckpointedRun {
  let outline: string | undefined;
  return {
    ...of,
    cleared: new Set(),
    taken: new Map(),
    get outline(): string {
      return outline ??= outlineOf(part, { graph, data, seed });
    },
  };
}

/** Folders of checkpoints of the run and of its phases, until it has ended. */
async function takeFolders(
  run: CheckpointedRun,
  { plan, checkpointing }: {
    readonly plan: PhaseGroup;
    readonly checkpointing: Checkpointing | false | undefined;
  },
): Promise<Disposable> {
  using taken = new DisposableStack();
  taken.defer(() => run.taken.forEach((folder) => folder[Symbol.dispose]()));
  if (checkpointing !== false) {
    const own = plan.flatten().map(({ phase }) =>
      phase.kind === "train" ? phase.checkpointing : undefined
    );
    for (const one of [checkpointing, ...own]) await one?.prepare(run);
  }
  return taken.move();
}

async function evaluate(phase: EvalPhase, scope: RunScope): Promise<EvalResults> {
  if (!scope.evaluators.has(phase)) {
    const problems = problemsOfPhase(phase, { graph: scope.live.graph, data: scope.data });
    const { label } = phase;
    if (problems.length > 0) {
      throw new PlanError(label, problems.map((message) => ({ phase: label, message })));
    }
  }
  const { results, status, error } = await runEvalPhase(
    { ...scope, store: undefined, begun: [], phase, path: [phase.label] },
    { quiet: true },
  );
  if (status !== "completed") throw error;
  return results;
}
