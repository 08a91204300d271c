/**
 * Closed-form learning: estimators learn one after the other, each from what those before it predict.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { CompileOptions } from "../engine/compile.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import type { TargetOffer } from "../graph/data_source.ts";
import { upstream } from "../graph/order.ts";
import { GraphError, type Problem, refuse } from "../graph/problems.ts";
import { writeShape } from "../models/interface.ts";
import type { Estimator } from "../models/model.ts";
import { sizeOf } from "../models/ports.ts";
import { activeNodes } from "./active_nodes.ts";
import { ENGINE_OPTIONS, engineOptions } from "./engine_options.ts";
import type { SamplesBySet } from "./feed.ts";
import { type Prediction, Predictor } from "./predictor.ts";
import { requireBuilt } from "./require_built.ts";
import { untakenTargets } from "./untaken_targets.ts";

/** How estimators are fitted. */
export interface FitOptions<L extends string = string> extends CompileOptions {
  /** Estimators that learn; all that are not frozen and that the samples feed when left out. */
  readonly nodes?: readonly L[];
  /** Learn from these samples besides what was learned before, where all of them can. */
  readonly partial?: boolean;
  /** Nodes whose outputs are wanted besides those that learn; all that can compute then when left out. */
  readonly tell?: readonly L[];
}

/**
 * Fits the estimators of a graph in topological order; downstream nodes see upstream predictions.
 *
 * @param built a graph with at least one estimator that is not frozen
 * @param samples all samples, by label of the FeatureSet
 * @param options which estimators, and whether they go on learning
 * @returns what nodes give for these samples, after the fit
 * @throws GraphError that names the nodes: when nothing can be fitted, an estimator lacks targets or cannot
 *   go on learning, or does not learn from what it gets (`cause` says why)
 * @throws RangeError when the samples do not feed what shall learn; NotFittedError when it stands behind an
 *   estimator that has not learned; UnknownNameError for options and nodes that are not there
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
  options: FitOptions<NoInfer<L>> = {},
): Promise<Readonly<Partial<Record<L, Prediction>>>> {
  requireBuilt(built as BuiltGraph, "fit");
  checkOptions(options, {
    of: "fitGraph()",
    known: ["nodes", "partial", "tell", ...ENGINE_OPTIONS],
  });
  const { nodes, partial = false } = options;
  const fed = activeNodes(built.graph, Object.keys(samples));
  const wanted = learners(built, { nodes, partial });
  const within = wanted.intersection(fed);
  const learning = nodes || within.size === 0 ? wanted : within;
  const tell = options.tell ?? computable(built, { learning, fed });
  return await new Predictor(built, engineOptions(options)).predict(samples, {
    nodes: [...new Set([...learning, ...tell])],
    visit: async ({ node, model }, data) => {
      if (!learning.has(node.label as L) || model.learning !== "fit") return;
      try {
        await (partial ? model.partialFit?.(data) : model.fit(data));
      } catch (cause) {
        const message = `${quote(node.label)}: ${(cause as Error).message}`;
        throw new GraphError("Cannot fit the graph", [{ node: node.label, message, cause }]);
      }
    },
  });
}

function learners<L extends string>(
  built: BuiltGraph<L>,
  { nodes, partial }: { readonly nodes: readonly L[] | undefined; readonly partial: boolean },
): ReadonlySet<L> {
  const frozen: readonly string[] = built.graph.frozen;
  const wanted = nodes?.map((label) => built.node(label)) ?? built.nodes;
  const estimators = wanted.filter(({ node, model }) =>
    model.learning === "fit" && !frozen.includes(node.label)
  );
  const others = nodes?.filter((label) => !estimators.some(({ node }) => node.label === label));
  const problems: readonly Problem[] = [
    ...(others ?? []).map((node) => ({
      node,
      message: frozen.includes(node)
        ? `${quote(node)} is frozen: unfreeze it`
        : `${quote(node)} is no estimator: train it with a loss`,
    })),
    ...estimators.flatMap(({ node: { label }, model, targets }) => {
      if (model.learning !== "fit") return [];
      const untaken = targets === undefined
        ? untakenTargets(built as BuiltGraph, label)
        : undefined;
      const messages = obstacles(model, { targets, untaken, partial });
      return messages.map((message) => ({ node: label, message: `${quote(label)} ${message}` }));
    }),
  ];
  const nothing = {
    node: built.graph.labels[0] ?? "graph",
    message: "no estimator that is not frozen",
  };
  refuse("Cannot fit the graph", [
    ...problems,
    ...estimators.length + problems.length === 0 ? [nothing] : [],
  ]);
  return new Set(estimators.map(({ node }) => node.label as L));
}

/** Nodes that can compute once some estimators have learned: others may learn later. */
function computable<L extends string>(
  built: BuiltGraph<L>,
  { learning, fed }: { readonly learning: ReadonlySet<L>; readonly fed: ReadonlySet<string> },
): readonly L[] {
  const known = new Set<string>();
  for (const { node, model } of built.nodes) {
    const label = node.label as L;
    const knows = model.learning !== "fit" || model.isFitted || learning.has(label);
    const stands = fed.has(label) && upstream(node).every((source) => known.has(source));
    if (knows && stands) known.add(label);
  }
  return built.graph.labels.filter((label) => known.has(label));
}

/** What an estimator lacks to learn. */
function obstacles(
  { targets: learned, partialFit }: Estimator,
  { targets, untaken = "give the FeatureSet targets", partial }: TargetOffer & {
    readonly partial: boolean;
  },
): readonly string[] {
  const messages: string[] = [];
  if (partial && partialFit === undefined) {
    messages.push("learns from all samples at once only: fit it without partial");
  }
  if (learned === undefined) return messages;
  if (targets === undefined) {
    messages.push(`learns from a teacher, and no targets come with its samples: ${untaken}`);
  } else if (sizeOf(targets.shape) !== sizeOf(learned)) {
    messages.push(
      `learns targets of shape ${writeShape(learned)}, and gets ${writeShape(targets.shape)}`,
    );
  }
  return messages;
}
