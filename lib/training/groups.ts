/**
 * Which optimizer changes which weights.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { quote, UnknownNameError } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { GraphError } from "../graph/problems.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { reachOf, type Stages } from "./gradient_check.ts";
import { makeOptimizer, optimizerOf, type OptimizerPlan } from "./optimizer.ts";

/** Weights of some nodes and what changes them. */
export interface Group {
  readonly labels: readonly string[];
  readonly optimizer: tf.Optimizer;
  readonly variables: readonly tf.Variable[];
}

/** All that is trained. */
export type Groups = readonly Group[];

/** What says who trains what. */
export interface GroupOptions {
  readonly losses: readonly AppliedLoss[];
  readonly stages?: Stages;
  readonly optimizer?:
    | string
    | OptimizerPlan
    | { readonly [label: string]: string | OptimizerPlan | undefined }
    | undefined;
}

/**
 * Gives each node that losses reach and that is not frozen an optimizer of its own, so that nodes
 * which a batch does not feed keep theirs as it is.
 *
 * @param built a graph with weights
 * @param options losses, and one optimizer for all or one for each
 * @returns a group for each node
 * @throws UnknownNameError for an optimizer of a node that is not there; GraphError when a node that
 *   is to be trained has none
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { groupsOf } from "./groups.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const groups = (built: BuiltGraph) => groupsOf(built, { losses, optimizer: "sgd" });
 * ```
 */
export function groupsOf(
  built: BuiltGraph,
  { losses, stages, optimizer = "adam" }: GroupOptions,
): Groups {
  const { frozen, labels } = built.graph;
  const trained = new Set(reachOf(built, { losses, stages }).trained);
  const wanted = labels.filter((label) => trained.has(label) && !frozen.includes(label));
  const planFor = plansOf(optimizer, labels);
  const missing = wanted.filter((label) => planFor(label) === undefined);
  if (missing.length > 0) {
    throw new GraphError(
      "Cannot train the graph",
      missing.map((node) => ({
        node,
        message: `${quote(node)} has no optimizer: give it one, or freeze it`,
      })),
    );
  }
  return wanted.map((label) => {
    const model = built.find(label)?.model;
    const parameters = model?.learning === "gradient" ? model.trainable : [];
    return {
      labels: [label],
      optimizer: makeOptimizer(planFor(label) ?? optimizerOf("adam")),
      variables: parameters.map(({ variable }) => variable),
    };
  });
}

function plansOf(
  optimizer: NonNullable<GroupOptions["optimizer"]>,
  labels: readonly string[],
): (label: string) => OptimizerPlan | undefined {
  if (isPlan(optimizer)) {
    const plan = optimizerOf(optimizer);
    return () => plan;
  }
  const unknown = Object.keys(optimizer).find((label) => !labels.includes(label));
  if (unknown !== undefined) throw new UnknownNameError("node", unknown, { known: labels });
  return (label) => {
    const given = optimizer[label];
    return given === undefined ? undefined : optimizerOf(given);
  };
}

function isPlan(
  optimizer: NonNullable<GroupOptions["optimizer"]>,
): optimizer is string | OptimizerPlan {
  return typeof optimizer === "string" ||
    (typeof optimizer.name === "string" && typeof optimizer.options === "object");
}
