/**
 * Names of losses, and of what they are on.
 *
 * @module
 */

import { list, quote } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import type { Problem } from "../graph/problems.ts";
import type { AppliedLoss } from "./applied_loss.ts";

/**
 * Finds losses of one label, and losses on nodes that are not there.
 *
 * @param built a graph with weights
 * @param losses what is compared
 * @returns what is wrong, label by label and node by node
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { lossNameProblems } from "./loss_names.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Haed" })];
 * const first = (built: BuiltGraph) => lossNameProblems(built, losses)[0]?.message;
 * ```
 */
export function lossNameProblems(
  built: BuiltGraph,
  losses: readonly AppliedLoss[],
): readonly Problem[] {
  const repeated = [...Map.groupBy(losses, ({ label }) => label)].filter(([, same]) =>
    same.length > 1
  );
  return [
    ...repeated.map(([label, same]) => ({
      node: same[0]?.on ?? label,
      message: `${same.length} losses have the label ${quote(label)}: give each a label of its own`,
    })),
    ...losses.flatMap((loss) =>
      unknownNodes(built, loss).map((node) => ({
        node,
        message: `the loss ${quote(loss.label)} is on ${quote(node)}, which is not there; ` +
          `nodes: ${list(built.graph.labels)}`,
      }))
    ),
  ];
}

/**
 * Finds what a loss needs and a graph has not.
 *
 * @param built a graph with weights
 * @param loss on any nodes
 * @returns labels that no node has
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { unknownNodes } from "./loss_names.ts";
 * const loss = new AppliedLoss({ loss: "mse", on: "Haed" });
 * const missing = (built: BuiltGraph) => unknownNodes(built, loss);
 * ```
 */
export function unknownNodes(built: BuiltGraph, { needs }: AppliedLoss): readonly string[] {
  return needs.filter((node) => built.find(node) === undefined);
}
