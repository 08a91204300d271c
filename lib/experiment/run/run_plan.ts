/**
 * THE WALK of a run: groups and phases of a plan, in order, until one stops it.
 *
 * @module
 */

import type { Clock } from "../../core/clock.ts";
import type { ExceptionMoment, GroupMoment } from "../callbacks/moments.ts";
import type { Phase } from "../phases/phase.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";
import { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { PhaseResults } from "../results/phase_results.ts";
import {
  type CheckpointHook,
  type FinishedPhase,
  type PhaseSnapshot,
  takeCheckpoint,
} from "./checkpointer.ts";
import { runEvalPhase } from "./run_eval.ts";
import { runFitPhase } from "./run_fit.ts";
import { type PhaseOutcome, runTrainPhase } from "./run_train.ts";
import { type PhaseScope, runMoment, type RunScope } from "./scope.ts";
import { type Ending, endingOf } from "./status.ts";

/** Where a run goes on that was broken off. */
export interface ResumePoint {
  /** Phases that had ended. */
  readonly finished: readonly FinishedPhase[];
  /** Labels of groups and phase where the run was, and where the phase stood. */
  readonly at: { readonly path: readonly string[]; readonly phase: PhaseSnapshot } | undefined;
}

/** A walk in progress. */
interface Walk {
  readonly scope: RunScope;
  readonly clock: Clock;
  readonly from: ResumePoint | undefined;
  /** How long each phase took. */
  readonly durations: Record<string, number>;
}

/** What came of a plan. */
export interface PlanOutcome extends Ending {
  readonly results: PhaseGroupResults;
  /** Milliseconds by labels of groups and phase. */
  readonly durations: Readonly<Record<string, number>>;
}

const NOWHERE = { place: { epoch: -1, batch: null }, keeper: undefined };

/**
 * Runs a plan.
 *
 * @param plan phases and groups, in order
 * @param scope what every part of the run can reach
 * @param options the clock, and where a run that was broken off goes on
 * @returns results of all that ran, and how the run ended; errors are told, not thrown
 */
export async function runPlan(
  plan: PhaseGroup,
  scope: RunScope,
  { clock, from }: { readonly clock: Clock; readonly from?: ResumePoint | undefined },
): Promise<PlanOutcome> {
  const walk = { scope, clock, from, durations: {} };
  const { followers } = scope;
  const moment = (label: string) => runMoment(scope, label);
  try {
    if (!from) {
      await followers.call("onExperimentStart", moment, NOWHERE);
      await checkpoint(scope, "experimentStart", []);
    }
    const { ending, results } = await runGroup(plan, [], walk);
    if (ending.status !== "failed") {
      await followers.call("onExperimentEnd", moment, NOWHERE);
      await checkpoint(scope, "experimentEnd", []);
    }
    return { ...ending, results, durations: walk.durations };
  } catch (error) {
    const results = new PhaseGroupResults(plan.label, []);
    return { ...endingOf(error, scope.signal), results, durations: walk.durations };
  }
}

async function runGroup(
  group: PhaseGroup,
  path: readonly string[],
  walk: Walk,
): Promise<{ readonly ending: Ending; readonly results: PhaseGroupResults }> {
  const { scope } = walk;
  const results: (PhaseResults | PhaseGroupResults)[] = [];
  let ending: Ending = { status: "completed" };
  for (const item of group) {
    const itemPath = [...path, item.label];
    if (item.kind === "group") {
      const moment = (label: string): GroupMoment => ({
        ...runMoment(scope, label),
        group: item.label,
        path,
      });
      await scope.followers.call("onGroupStart", moment, NOWHERE);
      await checkpoint(scope, "groupStart", itemPath);
      const inner = await runGroup(item, itemPath, walk);
      results.push(inner.results);
      ending = inner.ending;
      if (ending.status !== "failed") {
        await scope.followers.call("onGroupEnd", moment, NOWHERE);
        await checkpoint(scope, "groupEnd", itemPath);
      }
    } else {
      const outcome = await runPhase(item, itemPath, walk);
      if (outcome.results) results.push(outcome.results);
      ending = outcome;
    }
    if (ending.status === "failed" || ending.status === "interrupted") break;
    if (scope.stop.isMade) {
      ending = { status: "stopped", reason: scope.stop.reason };
      break;
    }
    // A phase that stopped itself does not stop what comes after it.
    ending = { status: "completed" };
  }
  return { ending, results: new PhaseGroupResults(group.label, results) };
}

async function runPhase(
  phase: Phase,
  path: readonly string[],
  { scope, clock, from, durations }: Walk,
): Promise<Ending & { readonly results: PhaseResults | undefined }> {
  const key = path.join("/");
  const done = from?.finished.find((one) => one.path.join("/") === key);
  if (done) return { ...done.ending, results: done.results };
  const started = clock.now();
  const at = from?.at?.path.join("/") === key ? from.at.phase : undefined;
  const outcome = await attempt(() => runByKind({ ...scope, phase, path }, at), scope);
  durations[key] = clock.now() - started;
  if (outcome.status === "failed") await tellException(scope, phase, outcome);
  if (outcome.results && outcome.status !== "failed" && outcome.status !== "interrupted") {
    const { results, ...ending } = outcome;
    scope.finished.push({ path, ending, results });
    await checkpoint(scope, "phaseEnd", path);
  }
  return outcome;
}

async function runByKind(
  scope: PhaseScope,
  from: PhaseSnapshot | undefined,
): Promise<PhaseOutcome<PhaseResults>> {
  const { phase } = scope;
  if (phase.kind === "train") return await runTrainPhase({ ...scope, phase }, from);
  if (phase.kind === "eval") return await runEvalPhase({ ...scope, phase });
  return await runFitPhase({ ...scope, phase });
}

/** A phase that cannot even begin, as when it has no such split, has no results. */
async function attempt(
  run: () => Promise<PhaseOutcome<PhaseResults>>,
  { signal }: RunScope,
): Promise<Ending & { readonly results: PhaseResults | undefined }> {
  try {
    return await run();
  } catch (error) {
    return { ...endingOf(error, signal), results: undefined };
  }
}

/** Callbacks of the phase have heard of it already. */
async function tellException(
  scope: RunScope,
  phase: Phase,
  { error, results }: Ending & { readonly results: PhaseResults | undefined },
): Promise<void> {
  const moment = (label: string): ExceptionMoment => ({
    ...runMoment(scope, label),
    error,
    phase,
    epoch: undefined,
    batch: undefined,
    results,
  });
  await scope.followers.call("onException", moment, NOWHERE);
}

async function checkpoint(
  { checkpointers, live, finished }: RunScope,
  hook: CheckpointHook,
  path: readonly string[],
): Promise<void> {
  await takeCheckpoint(checkpointers, {
    hook,
    path,
    snapshot: () => ({ live: live.getState(), finished: [...finished], phase: undefined }),
  });
}
