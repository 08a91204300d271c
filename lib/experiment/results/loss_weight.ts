/**
 * How much the samples behind a loss count together.
 *
 * @module
 */

import type { ModelGraph } from "../../graph/model_graph.ts";
import { isNodeReference } from "../../graph/reference.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { rolesOf, weightsOf } from "./recorded_samples.ts";

/**
 * Sums the weights of the samples that a loss is a mean of. Samples of several FeatureSets or roles
 * count as their parts do on the mean, and not at all where one of them is padding.
 *
 * @param loss a loss on a node
 * @param samples of the step
 * @param options the graph, which tells where samples come from; all are meant when left out
 * @returns the sum
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { AppliedLoss } from "../../training/applied_loss.ts";
 * import { lossWeight } from "./loss_weight.ts";
 * const a = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] }).toView();
 * lossWeight(new AppliedLoss({ loss: "mse", on: "Head" }), { a: a.padTo(4) }, {}); // 2
 * ```
 */
export function lossWeight(
  loss: Pick<AppliedLoss, "needs">,
  samples: SamplesBySet,
  { graph }: { readonly graph?: ModelGraph | undefined },
): number {
  const wanted = graph && featureSetsOf(graph, loss.needs);
  const each = Object.entries(samples)
    .filter(([label]) => wanted?.has(label) ?? true)
    .flatMap(([, own]) => rolesOf(own).map((role) => weightsOf(own, { role })));
  const [first, ...others] = each;
  if (first === undefined) return 0;
  let sum = 0;
  for (let at = 0; at < first.length; at++) {
    let [total, isWhole] = [first[at] as number, first[at] !== 0];
    for (const weights of others) {
      total += weights[at] ?? 0;
      isWhole &&= weights[at] !== 0;
    }
    if (isWhole) sum += total / each.length;
  }
  return sum;
}

/**
 * Finds the FeatureSets that nodes draw from, directly or through others.
 *
 * @param graph nodes and wires
 * @param nodes labels
 * @returns labels of FeatureSets
 * @example
 * ```ts
 * import type { ModelGraph } from "../../graph/model_graph.ts";
 * import { featureSetsOf } from "./loss_weight.ts";
 * const sources = (graph: ModelGraph) => featureSetsOf(graph, ["Head"]);
 * ```
 */
export function featureSetsOf(graph: ModelGraph, nodes: readonly string[]): ReadonlySet<string> {
  const sources = graph.subgraph(nodes).nodes.flatMap(({ inputs }) => Object.values(inputs));
  return new Set(
    sources.flatMap((source) => isNodeReference(source) ? [] : [source.featureSet]),
  );
}
