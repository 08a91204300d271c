/**
 * The part of a graph that a trainer moves: nodes that are chosen for a time, without freezing others
 * for good.
 *
 * @module
 */

import { list, UnknownNameError } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { GraphError } from "../graph/problems.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { reachOf, type Stages } from "./gradient_check.ts";

/** What is trained, and by what. */
export interface ActivePart<L extends string = string> {
  /** The graph, with all other nodes frozen; the weights are shared. */
  readonly built: BuiltGraph<L>;
  /** Losses that reach a node which may move. */
  readonly losses: readonly AppliedLoss<L>[];
}

/**
 * Looks at a graph as if all nodes but some were frozen.
 *
 * @param built a graph with weights
 * @param options labels of the nodes that may move (all that are not frozen when left out), losses,
 *   and stages, if there are any
 * @returns the graph with the others frozen, and the losses that reach what may move
 * @throws UnknownNameError for a label that no node has
 * @throws GraphError when no loss reaches a node that may move
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { activePart } from "./active_part.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const headOnly = (built: BuiltGraph) => activePart(built, { activeNodes: ["Head"], losses });
 * ```
 */
export function activePart<L extends string>(
  built: BuiltGraph<L>,
  { activeNodes, losses, stages }: {
    readonly activeNodes: readonly L[] | undefined;
    readonly losses: readonly AppliedLoss<L>[];
    readonly stages?: Stages;
  },
): ActivePart<L> {
  if (activeNodes === undefined || losses.length === 0) return { built, losses };
  const { labels } = built.graph;
  const unknown = activeNodes.find((label) => !labels.includes(label));
  if (unknown !== undefined) throw new UnknownNameError("node", unknown, { known: labels });
  const part = built.withFrozen(labels.filter((label) => !activeNodes.includes(label)));
  const { frozen } = part.graph;
  const counted = losses.filter((loss) => {
    const known = loss.needs.every((label) => labels.includes(label as L));
    const { trained } = reachOf(part, { losses: known ? [loss] : [], stages });
    // One on a node that is not there is said to be so with everything else that is wrong.
    return !known || trained.some((label) => !frozen.includes(label as L));
  });
  if (counted.length > 0) return { built: part, losses: counted };
  const moving = activeNodes.filter((label) => !frozen.includes(label));
  const message = moving.length === 0
    ? `there is nothing to train: all active nodes (${list(activeNodes)}) are frozen`
    : `no loss reaches the active nodes ${list(moving)}: give one on them or behind them ` +
      `(${list(losses.map(({ label }) => label))} are elsewhere)`;
  throw new GraphError("Cannot train the graph", [{ node: activeNodes[0] ?? "graph", message }]);
}
