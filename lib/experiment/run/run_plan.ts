/**
 * THE WALK of a run: groups and phases of a plan, in order, until one stops it.
 *
 * @module
 */

import type { Clock } from "../../core/clock.ts";
import type { CallbackState } from "../callbacks/callback.ts";
import type { ExceptionMoment, GroupMoment, RunMoment } from "../callbacks/moments.ts";
import type { Phase } from "../phases/phase.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";
import { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { StoreState } from "../results/store/results_store.ts";
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
  /** What callbacks of the experiment remembered, by label. */
  readonly followers: Readonly<Record<string, CallbackState>>;
  /** How far the folder of the results had come, if there was one. */
  readonly results: StoreState | undefined;
}

/** A walk in progress. */
interface Walk {
  readonly scope: RunScope;
  readonly clock: Clock;
  readonly from: ResumePoint | undefined;
  /** Labels of the groups that the plan stands in. */
  readonly within: readonly string[];
  /** How long each phase took. */
  readonly durations: Record<string, number>;
}

/** What came of a plan. */
export interface PlanOutcome extends Ending {
  readonly results: PhaseGroupResults;
  /** Milliseconds by labels of groups and phase, as they stand in what was run. */
  readonly durations: Readonly<Record<string, number>>;
}

const NOWHERE = { place: { epoch: -1, batch: null }, keeper: undefined };

/** How a part of a plan ended, and what it gave until then. */
interface Part<R> extends Ending {
  /** Nothing when it could not even begin. */
  readonly results: R | undefined;
  /** Where it failed. */
  readonly at?: Pick<ExceptionMoment, "epoch" | "batch">;
}

/**
 * Runs a plan.
 *
 * @param plan phases and groups, in order
 * @param scope what every part of the run can reach
 * @param options the clock, the groups that the plan stands in, and where a run that was broken off
 *   goes on
 * @returns results of all that ran, and how the run ended; errors are told, not thrown
 */
export async function runPlan(
  plan: PhaseGroup,
  scope: RunScope,
  { clock, from, within }: {
    readonly clock: Clock;
    readonly from?: ResumePoint | undefined;
    readonly within: readonly string[];
  },
): Promise<PlanOutcome> {
  const walk: Walk = { scope, clock, from, within, durations: {} };
  const hooks = { start: "onExperimentStart", end: "onExperimentEnd" } as const;
  const points = { start: "experimentStart", end: "experimentEnd" } as const;
  const { results = new PhaseGroupResults(plan.label, []), ...ending } = await runAround(
    { hooks, points, path: [], isResumed: from !== undefined },
    { walk, moment: (label) => runMoment(scope, label), run: () => runItems(plan, within, walk) },
  );
  return { ...ending, results, durations: walk.durations };
}

async function runItems(
  group: PhaseGroup,
  path: readonly string[],
  walk: Walk,
): Promise<Part<PhaseGroupResults>> {
  const results: (PhaseResults | PhaseGroupResults)[] = [];
  const { stop } = walk.scope;
  for (const item of group) {
    if (stop.isMade) break;
    const itemPath = [...path, item.label];
    const { results: own, at: _at, ...ended } = item.kind === "group"
      ? await runGroup(item, itemPath, walk)
      : await runPhase(item, itemPath, walk);
    if (own) results.push(own);
    if (isBroken(ended)) return { ...ended, results: new PhaseGroupResults(group.label, results) };
    // A phase that stopped itself does not stop what comes after it.
  }
  const ending: Ending = stop.isMade
    ? { status: "stopped", reason: stop.reason }
    : { status: "completed" };
  return { ...ending, results: new PhaseGroupResults(group.label, results) };
}

async function runGroup(
  group: PhaseGroup,
  path: readonly string[],
  walk: Walk,
): Promise<Part<PhaseGroupResults>> {
  const hooks = { start: "onGroupStart", end: "onGroupEnd" } as const;
  const points = { start: "groupStart", end: "groupEnd" } as const;
  const around = { group: group.label, path: path.slice(0, -1) };
  return await runAround({ hooks, points, path, isResumed: isWithin(path, walk.from) }, {
    walk,
    moment: (label) => ({ ...runMoment(walk.scope, label), ...around }),
    run: () => runItems(group, path, { ...walk, scope: scopeOfGroup(group, walk.scope) }),
  });
}

/** Results of a group lie in a folder of its own. */
function scopeOfGroup({ label }: PhaseGroup, scope: RunScope): RunScope {
  return scope.store === undefined ? scope : { ...scope, store: scope.store.group(label) };
}

/** Where a group or a plan begins and ends. */
interface Around {
  readonly hooks: {
    readonly start: "onExperimentStart" | "onGroupStart";
    readonly end: "onExperimentEnd" | "onGroupEnd";
  };
  readonly points: { readonly start: CheckpointHook; readonly end: CheckpointHook };
  readonly path: readonly string[];
  /** Whether callbacks have heard of its beginning in the run that was broken off. */
  readonly isResumed: boolean;
}

/** Runs something between its hooks; when one of them throws, what was learned until then is told. */
async function runAround(
  { hooks, points, path, isResumed }: Around,
  { walk: { scope }, moment, run }: {
    readonly walk: Walk;
    readonly moment: (label: string) => RunMoment | GroupMoment;
    readonly run: () => Promise<Part<PhaseGroupResults>>;
  },
): Promise<Part<PhaseGroupResults>> {
  const { followers, signal } = scope;
  let part: Part<PhaseGroupResults> | undefined;
  try {
    if (!isResumed) {
      await followers.call(hooks.start, moment, NOWHERE);
      await checkpoint(scope, points.start, path);
    }
    part = await run();
    if (part.status === "failed") return part;
    await followers.call(hooks.end, moment, NOWHERE);
    // What is in the middle of a phase can only be kept by the phase.
    if (!isBroken(part)) await checkpoint(scope, points.end, path);
    return part;
  } catch (error) {
    const ending = endingOf(error, signal);
    return await toldOf({ ...ending, results: part?.results }, scope);
  }
}

async function runPhase(
  phase: Phase,
  path: readonly string[],
  { scope: run, clock, from, within, durations }: Walk,
): Promise<Part<PhaseResults>> {
  const key = path.join("/");
  const done = from?.finished.find((one) => one.path.join("/") === key);
  if (done) return { ...done.ending, results: done.results };
  const scope = withCheckpointsOf(phase, path, run);
  const started = clock.now();
  const at = from?.at?.path.join("/") === key ? from.at.phase : undefined;
  const outcome = await attempt(() => runByKind({ ...scope, phase, path }, at), scope);
  durations[path.slice(within.length).join("/")] = clock.now() - started;
  if (outcome.status === "failed") return await toldOf(outcome, scope, phase);
  const { results, at: _at, ...ending } = outcome;
  if (results === undefined || isBroken(ending)) return outcome;
  scope.finished.push({ path, ending, results });
  try {
    await checkpoint(scope, "phaseEnd", path);
    return outcome;
  } catch (error) {
    return await toldOf({ ...endingOf(error, scope.signal), results }, scope, phase);
  }
}

/** A phase of training may have checkpoints of its own. */
function withCheckpointsOf(phase: Phase, path: readonly string[], scope: RunScope): RunScope {
  if (phase.kind !== "train" || !scope.keepsCheckpoints) return scope;
  const own = phase.checkpointing?.begin(scope.identity, path);
  return own ? { ...scope, checkpointers: [...scope.checkpointers, own] } : scope;
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
): Promise<Part<PhaseResults>> {
  try {
    return await run();
  } catch (error) {
    return { ...endingOf(error, signal), results: undefined };
  }
}

/** Tells callbacks of the experiment what failed; those of the phase have heard of it already. */
async function toldOf<R extends PhaseResults | PhaseGroupResults>(
  part: Part<R>,
  scope: RunScope,
  phase?: Phase,
): Promise<Part<R>> {
  if (part.status !== "failed") return part;
  const { error, results, at } = part;
  const moment = (label: string): ExceptionMoment => ({
    ...runMoment(scope, label),
    error,
    phase,
    epoch: at?.epoch,
    batch: at?.batch,
    results: phase && results as PhaseResults | undefined,
  });
  try {
    await scope.followers.call("onException", moment, NOWHERE);
    return part;
  } catch (second) {
    const message = "The run failed, and so did a callback that was told";
    return { ...part, error: new AggregateError([error, second], message) };
  }
}

/** Whether something ended in its middle. */
function isBroken({ status }: Ending): boolean {
  return status === "failed" || status === "interrupted";
}

/** Whether a run was broken off in a group, or behind it. */
function isWithin(path: readonly string[], from: ResumePoint | undefined): boolean {
  if (from === undefined) return false;
  const reached = [...from.finished.map((one) => one.path), ...(from.at ? [from.at.path] : [])];
  return reached.some((one) => path.every((label, at) => one[at] === label));
}

async function checkpoint(
  { checkpointers, live, finished, followers, results }: RunScope,
  hook: CheckpointHook,
  path: readonly string[],
): Promise<void> {
  await takeCheckpoint(checkpointers, {
    hook,
    path,
    snapshot: () => ({
      live: live.getState(),
      finished: [...finished],
      phase: undefined,
      followers: followers.getState(),
      results: results?.getState(),
    }),
  });
}
