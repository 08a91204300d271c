/**
 * Which FeatureSets the targets come from that losses compare.
 *
 * @module
 */

import type { BuiltGraph } from "../graph/built_graph.ts";
import { chooseArriving, presentAt } from "../graph/merge_strategy.ts";
import type { GraphNode } from "../graph/node.ts";
import { isNodeReference, sourceKey } from "../graph/reference.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { termParts } from "./losses.ts";

/** Labels of FeatureSets. */
type Origins = readonly string[];

/**
 * Follows the targets that losses compare back to data, as merges choose them.
 *
 * @param built a graph that knows what its data offers
 * @param losses what compares targets
 * @returns labels of the FeatureSets
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { learnedSets } from "./target_origins.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const sets = (built: BuiltGraph) => learnedSets(built, losses);
 * ```
 */
export function learnedSets(
  built: BuiltGraph,
  losses: readonly AppliedLoss[],
): ReadonlySet<string> {
  const origins = new Map<string, Origins>();
  for (const { node } of built.nodes) {
    const arriving = Object.entries(node.inputs).map(([port, source]) => {
      const offersTargets = !isNodeReference(source) &&
        built.sources.get(sourceKey(source))?.targets !== undefined;
      const own = offersTargets ? [source.featureSet] : undefined;
      return { port, value: isNodeReference(source) ? origins.get(source.node) : own };
    });
    const strategy = strategyOf(node);
    const found = strategy === "mean" || typeof strategy === "number"
      ? presentAt(arriving).flatMap(({ value }) => value)
      : chooseArriving(node, { arriving, strategy });
    if (found && found.length > 0) origins.set(node.label, found);
  }
  const learning = losses.filter(({ inputs }) =>
    inputs.some((input) => typeof input === "string" && termParts(input).kind === "targets")
  );
  return new Set(learning.flatMap(({ on }) => origins.get(on) ?? []));
}

function strategyOf(node: GraphNode): NonNullable<
  Extract<GraphNode, { readonly type: "merge" }>["merge"]["options"]["targets"]
> {
  return node.type === "merge" ? node.merge.options.targets ?? "first" : "first";
}
