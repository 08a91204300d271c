/**
 * THE WALK of a phase of fitting: all samples at once, estimator after estimator.
 *
 * @module
 */

import { type Evaluated, Evaluator } from "../../training/evaluator.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { fitGraph } from "../../training/fit_graph.ts";
import type { PhaseMoment } from "../callbacks/moments.ts";
import type { FitPhase } from "../phases/fit_phase.ts";
import { PhaseRecorder } from "../results/phase_recorder.ts";
import type { FitResults } from "../results/fit_results.ts";
import { Followers } from "./followers.ts";
import { evaluationBatches } from "./run_eval.ts";
import type { PhaseOutcome } from "./run_train.ts";
import { computeOptions, type PhaseScope, runMoment } from "./scope.ts";
import { endingOf } from "./status.ts";

/** Before and after the only epoch there is. */
const PLACES = {
  onPhaseStart: { epoch: -1, batch: null },
  onPhaseEnd: { epoch: 0, batch: null },
};

/**
 * Runs a phase of fitting.
 *
 * @param scope the phase, and the run that it is a part of
 * @returns its results, and how it ended
 */
export async function runFitPhase(
  scope: PhaseScope<FitPhase>,
): Promise<PhaseOutcome<FitResults>> {
  const { phase, live, path, progress, signal } = scope;
  const { label, losses } = phase;
  const recorder = new PhaseRecorder({
    label,
    kind: "fit",
    losses,
    recording: "all",
    graph: live.graph.graph,
    data: scope.data,
    store: scope.store,
  });
  const own = new Followers(phase.callbacks);
  const moment = (callback: string): PhaseMoment => ({
    ...runMoment(scope, callback),
    phase,
    path: path.slice(0, -1),
    results: recorder.results,
    training: undefined,
  });
  const call = async (hook: "onPhaseStart" | "onPhaseEnd"): Promise<void> => {
    await own.call(hook, moment, { place: PLACES[hook], keeper: recorder });
    await scope.followers.call(hook, moment, { place: PLACES[hook], keeper: recorder });
  };
  try {
    await call("onPhaseStart");
    progress?.phase?.({ path, kind: "fit", epochs: 1, steps: 1 });
    const [samples = {}] = evaluationBatches(phase, scope.data);
    const nodes = learnersOf(scope);
    const options = computeOptions(scope);
    // What stands behind them may not have learned yet.
    const tell = phase.activeNodes ?? live.graph.graph.tails;
    const { partial } = phase;
    const given = await fitGraph(live.graph, samples, { ...options, nodes, partial, tell });
    if (phase.freezeAfterFit) live.freezeFitted(nodes, path);
    live.counted(path, 1);
    const found = await compare(scope, samples);
    const outputs = Object.fromEntries(tell.map((node) => [node, given[node]?.outputs ?? {}]));
    recorder.step({ epoch: 0, batch: 0, samples, ...found, outputs });
    recorder.endEpoch(0);
    const loss = losses.length === 0 ? undefined : found.loss;
    progress?.step?.({ epoch: 0, batch: 0, loss });
    await call("onPhaseEnd");
    return { status: "completed", results: recorder.finish({ status: "completed" }) };
  } catch (error) {
    const ending = endingOf(error, signal);
    return { ...ending, results: recorder.finish(ending) };
  }
}

async function compare(
  scope: PhaseScope<FitPhase>,
  samples: SamplesBySet,
): Promise<Pick<Evaluated, "loss" | "losses">> {
  const { phase: { losses }, live } = scope;
  if (losses.length === 0) return { loss: 0, losses: {} };
  return await new Evaluator(live.graph, { ...computeOptions(scope), losses }).evaluate(samples);
}

/** Estimators that the phase names, or all that nobody has frozen. */
function learnersOf({ phase, live, path }: PhaseScope<FitPhase>): readonly string[] {
  if (phase.activeNodes) return phase.activeNodes;
  const kept = [...live.graph.graph.frozen, ...live.fittedBeside(path)];
  return live.graph.nodes
    .filter(({ node, model }) => model.learning === "fit" && !kept.includes(node.label))
    .map(({ node }) => node.label);
}
