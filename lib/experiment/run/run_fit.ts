/**
 * THE WALK of a phase of fitting: all samples at once, estimator after estimator.
 *
 * @module
 */

import { type Evaluated, Evaluator } from "../../training/evaluator.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { fitGraph } from "../../training/fit_graph.ts";
import type { FitPhase } from "../phases/fit_phase.ts";
import type { FitResults } from "../results/fit_results.ts";
import { evaluationBatches } from "./run_eval.ts";
import type { PhaseOutcome } from "./run_train.ts";
import { computeOptions, type PhaseScope } from "./scope.ts";
import { beginPass } from "./single_pass.ts";
import { endingOf } from "./status.ts";

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
  const { recorder, call, finish } = beginPass(scope, { kind: "fit" });
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
    const loss = phase.losses.length === 0 ? undefined : found.loss;
    progress?.step?.({ epoch: 0, batch: 0, loss });
    await call("onPhaseEnd");
    return finish({ status: "completed" });
  } catch (error) {
    return finish(endingOf(error, signal));
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
