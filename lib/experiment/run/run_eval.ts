/**
 * THE WALK of a phase of evaluation: batches in the order of their split, computed and compared.
 *
 * @module
 */

import { Batch } from "../../data/sample/batch.ts";
import { AlignedSampler } from "../../data/sample/aligned_sampler.ts";
import { SimpleSampler } from "../../data/sample/simple_sampler.ts";
import { Evaluator } from "../../training/evaluator.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import type { InputBinding } from "../phases/input_binding.ts";
import type { EvalResults } from "../results/eval_results.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { PhaseOutcome } from "./run_train.ts";
import { computeOptions, type PhaseScope } from "./scope.ts";
import { beginPass } from "./single_pass.ts";
import { endingOf } from "./status.ts";

/**
 * Runs a phase of evaluation.
 *
 * @param scope the phase, and the run that it is a part of
 * @param options whether its own callbacks are left alone, as when a callback evaluates
 * @returns its results, and how it ended
 */
export async function runEvalPhase(
  scope: PhaseScope<EvalPhase>,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<PhaseOutcome<EvalResults>> {
  const { phase, path, progress, signal } = scope;
  const { recorder, call, finish } = beginPass(scope, { kind: "eval", quiet });
  const compares = phase.losses.length > 0;
  try {
    await call("onPhaseStart");
    const evaluator = evaluatorOf(scope);
    const batches = evaluationBatches(phase, scope.data);
    if (!quiet) progress?.phase?.({ path, kind: "eval", epochs: 1, steps: batches.length });
    for (const [batch, samples] of batches.entries()) {
      signal.throwIfAborted();
      const found = await evaluator.evaluate(samples);
      recorder.step({ epoch: 0, batch, samples, ...found });
      const loss = compares ? found.loss : undefined;
      if (!quiet) progress?.step?.({ epoch: 0, batch, loss });
    }
    recorder.endEpoch(0);
    await call("onPhaseEnd");
    return finish({ status: "completed" });
  } catch (error) {
    return finish(endingOf(error, signal));
  }
}

function evaluatorOf(scope: PhaseScope<EvalPhase>): Evaluator {
  const { phase, live: { graph }, evaluators } = scope;
  const known = evaluators.get(phase);
  if (known) return known;
  const { losses, activeNodes: tell = graph.graph.tails } = phase;
  const made = new Evaluator(graph, { ...computeOptions(scope), losses, tell });
  evaluators.set(phase, made);
  return made;
}

/**
 * The samples of a phase that takes them as they stand.
 *
 * @param phase its bindings, and how many samples it takes at once
 * @param data the FeatureSets there are
 * @returns samples by label of the FeatureSet, for each batch
 * @throws RangeError when its FeatureSets differ in length
 */
export function evaluationBatches(
  { label, inputSources, batchSize }: {
    readonly label: string;
    readonly inputSources: readonly InputBinding[];
    readonly batchSize?: number | undefined;
  },
  data: readonly FeatureSet[],
): readonly SamplesBySet[] {
  const parts = inputSources.map((binding) => batchesOf(binding, { data, batchSize }));
  const lengths = new Set(parts.map(samplesIn));
  if (lengths.size > 1) {
    const sets = inputSources.flatMap(({ featureSets }) => featureSets).join(", ");
    throw new RangeError(
      `Cannot evaluate "${label}": ${sets} differ in length; align them with InputBinding.aligned`,
    );
  }
  const [first = [], ...others] = parts;
  return first.map((samples, at) =>
    Object.assign({}, samples, ...others.map((other) => other[at])) as SamplesBySet
  );
}

function samplesIn(batches: readonly SamplesBySet[]): number {
  return batches.flatMap((samples) => Object.values(samples).slice(0, 1))
    .reduce((sum, part) => sum + (part instanceof Batch ? part.view().length : part.length), 0);
}

function batchesOf(
  binding: InputBinding,
  { data, batchSize }: {
    readonly data: readonly FeatureSet[];
    readonly batchSize: number | undefined;
  },
): readonly SamplesBySet[] {
  const views = binding.views(data);
  if (binding.sampler instanceof AlignedSampler) {
    return Array.from(binding.sampler.batches(views), ({ streams }) => streams as SamplesBySet);
  }
  return Object.entries(views).flatMap(([label, view]) => {
    if (view.length === 0) throw new RangeError(`Cannot evaluate "${label}": it has no samples`);
    const sampler = new SimpleSampler({ batchSize: batchSize ?? view.length });
    return Array.from(sampler.batches(view), (batch) => ({ [label]: batch }));
  });
}
