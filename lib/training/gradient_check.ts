/**
 * Whether gradients can flow from losses to weights, said before anything is trained.
 *
 * @module
 */

import { list, quote } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { findNode } from "../graph/edits.ts";
import { upstream } from "../graph/order.ts";
import type { Problem } from "../graph/problems.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { lossNameProblems, unknownNodes } from "./loss_names.ts";

/** What training would reach. */
export interface GradientReach {
  /** Labels of nodes that some loss changes. */
  readonly trained: readonly string[];
  /** Labels of nodes with weights that gradients do not reach, and where they end. */
  readonly cut: readonly { readonly node: string; readonly by: readonly string[] }[];
}

/** The stage of each node, by label: gradients do not flow from one back to another. */
export type Stages = ReadonlyMap<string, number> | undefined;

/**
 * Follows gradients from losses against the wires.
 *
 * @param built a graph whose models are known
 * @param losses what is minimised, and stages, if there are any
 * @returns which nodes are reached, and which are cut off by models that gradients cannot pass
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { reachOf } from "./gradient_check.ts";
 * const isWhole = (built: BuiltGraph) =>
 *   reachOf(built, { losses: [new AppliedLoss({ loss: "mse", on: "Head" })] }).cut.length === 0;
 * ```
 */
export function reachOf(
  built: BuiltGraph,
  { losses, stages }: { readonly losses: readonly AppliedLoss[]; readonly stages?: Stages },
): GradientReach {
  const trained = new Set<string>();
  const cut = new Map<string, Set<string>>();
  const { nodes } = built.graph;
  function visit(label: string, barriers: readonly string[]): void {
    const model = built.find(label)?.model;
    const passes = model?.learning === "gradient";
    const behind = passes ? barriers : [...barriers, label];
    if (passes && barriers.length === 0) {
      if (trained.has(label)) return;
      trained.add(label);
    } else if (passes) {
      const known = cut.get(label) ?? new Set();
      if (barriers.every((barrier) => known.has(barrier))) return;
      cut.set(label, new Set([...known, ...barriers]));
    }
    for (const next of upstream(findNode(nodes, label))) {
      if (stages?.get(next) === stages?.get(label)) visit(next, behind);
    }
  }
  for (const label of losses.flatMap(({ needs }) => needs)) visit(label, []);
  const learns = (label: string): boolean => {
    const model = built.find(label)?.model;
    return model?.learning === "gradient" && model.trainable.length > 0;
  };
  return {
    trained: [...trained].filter(learns),
    cut: [...cut].filter(([label]) => !trained.has(label) && learns(label))
      .map(([node, by]) => ({ node, by: [...by] })),
  };
}

/**
 * What stands in the way of training all at once.
 *
 * @param built a graph whose models are known
 * @param training what is minimised, and stages, if there are any
 * @returns everything at once; nothing when training can begin
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { trainingProblems } from "./gradient_check.ts";
 * const first = (built: BuiltGraph) => trainingProblems(built, { losses: [] })[0]?.message;
 * ```
 */
export function trainingProblems(
  built: BuiltGraph,
  training: { readonly losses: readonly AppliedLoss[]; readonly stages?: Stages },
): readonly Problem[] {
  const { losses } = training;
  if (losses.length === 0) {
    const node = built.graph.tails[0] ?? "graph";
    const hint = `give one, such as new AppliedLoss({ loss: "mse", on: ${quote(node)} })`;
    return [{ node, message: `there is no loss to minimise: ${hint}` }];
  }
  const isOnNodes = losses.every((loss) => unknownNodes(built, loss).length === 0);
  return [...lossNameProblems(built, losses), ...(isOnNodes ? unreachable(built, training) : [])];
}

function unreachable(
  built: BuiltGraph,
  training: { readonly losses: readonly AppliedLoss[]; readonly stages?: Stages },
): readonly Problem[] {
  const { losses, stages } = training;
  const { frozen } = built.graph;
  const { trained, cut } = reachOf(built, training);
  const blocked = cut.filter(({ node }) => !frozen.includes(node)).map(({ node, by }) => ({
    node,
    message: `gradients end at ${list(by)} and never reach ${quote(node)}: ` +
      `freeze ${quote(node)}, or train it apart in a stage with a loss of its own`,
  }));
  if (stages) blocked.push(...idle(built, new Set([...trained, ...cut.map(({ node }) => node)])));
  if (blocked.length > 0 || trained.some((label) => !frozen.includes(label))) return blocked;
  const found = trained.length === 0
    ? "no node that the losses reach has weights"
    : `all nodes with weights are frozen (${list(trained)}): unfreeze one`;
  return [{ node: losses[0]?.on ?? "graph", message: `there is nothing to train: ${found}` }];
}

/** Stage by stage, a node without a loss in its stage learns nothing, which nobody means. */
function idle(built: BuiltGraph, reached: ReadonlySet<string>): readonly Problem[] {
  return built.nodes.filter(({ node, model }) =>
    model.learning === "gradient" && model.trainable.length > 0 &&
    !reached.has(node.label) && !built.graph.frozen.includes(node.label)
  ).map(({ node }) => ({
    node: node.label,
    message: `${quote(node.label)} learns nothing, as no loss is in its stage: give it a loss, ` +
      "put it into the stage of a node that has one, or freeze it",
  }));
}
