/**
 * What phases have in common that go through their samples once: evaluation and fitting.
 *
 * @module
 */

import type { PhaseMoment } from "../callbacks/moments.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { FitPhase } from "../phases/fit_phase.ts";
import type { PhaseRecorder, ResultsByKind } from "../results/phase_recorder.ts";
import { Followers } from "./followers.ts";
import { recorderOf } from "./phase_recording.ts";
import type { PhaseOutcome } from "./run_train.ts";
import { type PhaseScope, runMoment } from "./scope.ts";
import type { Ending } from "./status.ts";

/** Before and after the only epoch there is. */
const PLACES = {
  onPhaseStart: { epoch: -1, batch: null },
  onPhaseEnd: { epoch: 0, batch: null },
};

/** A phase that goes through its samples once, in one run. */
export interface SinglePass<K extends "eval" | "fit"> {
  readonly recorder: PhaseRecorder<K>;
  /** Calls a hook of the callbacks of the phase, and then of those of the experiment. */
  call(hook: "onPhaseStart" | "onPhaseEnd"): Promise<void>;
  /** Ends the recording. */
  finish(ending: Ending): PhaseOutcome<ResultsByKind[K]>;
}

/**
 * Begins a phase that goes through its samples once.
 *
 * @param scope the phase, and the run that it is a part of
 * @param options its kind, and whether callbacks are left alone, as when one of them evaluates
 * @returns what records it and calls its callbacks
 */
export function beginPass<K extends "eval" | "fit">(
  scope: PhaseScope<EvalPhase | FitPhase>,
  { kind, quiet = false }: { readonly kind: K; readonly quiet?: boolean },
): SinglePass<K> {
  const { phase, path, followers } = scope;
  const recorder = recorderOf(scope, { kind, recording: "all" });
  const own = new Followers(quiet ? [] : phase.callbacks);
  const moment = (callback: string): PhaseMoment => ({
    ...runMoment(scope, callback),
    phase,
    path: path.slice(0, -1),
    results: recorder.results,
    training: undefined,
  });
  return {
    recorder,
    call: async (hook) => {
      if (quiet) return;
      await own.call(hook, moment, { place: PLACES[hook], keeper: recorder });
      await followers.call(hook, moment, { place: PLACES[hook], keeper: recorder });
    },
    finish: (ending) => ({ ...ending, results: recorder.finish(ending) }),
  };
}
