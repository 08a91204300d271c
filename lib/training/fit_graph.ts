/**
 * Closed-form learning: estimators learn one after the other, each from what those before it predict.
 *
 * @module
 */

import type { CompileOptions } from "../engine/compile.ts";
import { type BuiltGraph } from "../graph/built_graph.ts";
import { GraphError } from "../graph/problems.ts";
import type { SamplesBySet } from "./feed.ts";
import { type Prediction, Predictor } from "./predictor.ts";

/** How estimators are fitted. */
export interface FitOptions<L extends string = string> extends CompileOptions {
  /** Estimators that learn; all that are not frozen when left out. */
  readonly nodes?: readonly L[];
  /** Learn from these samples besides what was learned before, where all of them can. */
  readonly partial?: boolean;
  /** Nodes whose outputs are wanted besides those that learn; all when left out. */
  readonly tell?: readonly L[];
}

/**
 * Fits the estimators of a graph in topological order; downstream nodes see upstream predictions.
 *
 * @param built a graph with at least one estimator that is not frozen
 * @param samples all samples, by label of the FeatureSet
 * @param options which estimators, and whether they go on learning
 * @returns what nodes give for these samples, after the fit
 * @throws GraphError when nothing can be fitted, or an estimator cannot go on learning
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { fitGraph } from "./fit_graph.ts";
 * const fit = (built: BuiltGraph, pulses: FeatureSet) => fitGraph(built, { pulses: pulses.toView() });
 * ```
 */
export async function fitGraph<L extends string>(
  built: BuiltGraph<L>,
  samples: SamplesBySet,
  { nodes, partial = false, tell, ...options }: FitOptions<L> = {},
): Promise<Readonly<Record<string, Prediction>>> {
  const learning = learners(built, { nodes, partial });
  const graph: BuiltGraph = built;
  return await new Predictor(graph, options).predict(samples, {
    ...(tell && { nodes: [...new Set([...learning, ...tell])] }),
    visit: async ({ node, model }, data) => {
      if (!learning.has(node.label) || model.learning !== "fit") return;
      await (partial ? model.partialFit?.(data) : model.fit(data));
    },
  });
}

function learners<L extends string>(
  built: BuiltGraph<L>,
  { nodes, partial }: { readonly nodes: readonly L[] | undefined; readonly partial: boolean },
): ReadonlySet<string> {
  const frozen: readonly string[] = built.graph.frozen;
  const wanted = nodes?.map((label) => built.node(label)) ?? built.nodes;
  const estimators = wanted.filter(({ node, model }) =>
    model.learning === "fit" && !frozen.includes(node.label)
  );
  const others = nodes?.filter((label) => !estimators.some(({ node }) => node.label === label));
  const problems = (others ?? []).map((node) => ({
    node,
    message: frozen.includes(node)
      ? `"${node}" is frozen: unfreeze it`
      : `"${node}" is no estimator: train it with a loss`,
  }));
  if (partial) {
    for (const { node: { label }, model } of estimators) {
      if (model.learning !== "fit" || model.partialFit) continue;
      problems.push({
        node: label as L,
        message: `"${label}" learns from all samples at once only: fit it without partial`,
      });
    }
  }
  if (estimators.length === 0 && problems.length === 0) {
    const node = (built.graph.labels[0] ?? "graph") as L;
    problems.push({ node, message: "no estimator that is not frozen" });
  }
  if (problems.length > 0) throw new GraphError("Cannot fit the graph", problems);
  return new Set(estimators.map(({ node }) => node.label));
}
