/**
 * Which optimizer changes which weights.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { quote, UnknownNameError } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { GraphError } from "../graph/problems.ts";
import type { Parameter } from "../models/model.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { reachOf, type Stages } from "./gradient_check.ts";
import { makeOptimizer, optimizerOf, type OptimizerPlan, rateOf } from "./optimizer.ts";
import { ruleOf, type ScheduleRule } from "./schedule.ts";

/** A node that is trained. */
export interface TrainedNode {
  readonly label: string;
  /** What is trained, by its name within the node. */
  readonly parameters: readonly Parameter[];
}

/** Nodes that always move together, and what changes them. */
export interface Group {
  readonly nodes: readonly TrainedNode[];
  readonly plan: OptimizerPlan;
  /** What the learning rate follows. */
  readonly rate: ScheduleRule;
  readonly optimizer: tf.Optimizer;
  /** Parameters of all nodes, in their order. */
  readonly variables: readonly tf.Variable[];
}

/** All that is trained. */
export type Groups = readonly Group[];

/** Nodes that are trained alike. */
export interface OptimizerGroup<L extends string = string> {
  readonly nodes: readonly L[];
  readonly optimizer: string | OptimizerPlan;
}

/** One optimizer for all nodes, one for each of some nodes, or one for each of some lists of nodes. */
export type OptimizerChoice<L extends string = string> =
  | string
  | OptimizerPlan
  | readonly OptimizerGroup<L>[]
  | { readonly [label in L]?: string | OptimizerPlan };

/** What says who trains what. */
export interface GroupOptions {
  readonly losses: readonly AppliedLoss[];
  readonly stages?: Stages;
  readonly optimizer?: OptimizerChoice | undefined;
  /** Nodes of which this says different things get optimizers of their own. */
  readonly apart?: (label: string) => string;
}

/**
 * Gives optimizers to all nodes that losses reach and that are not frozen.
 *
 * Nodes share one when they have equal plans and the same losses reach them: then every batch moves all
 * of them or none, and an optimizer's count of steps is right for each.
 *
 * @param built a graph with weights
 * @param options losses, and one optimizer for all, for each, or for lists of nodes
 * @returns groups, in the order of their first nodes
 * @throws UnknownNameError for an optimizer of a node that is not there; GraphError when a node that
 *   is to be trained has none; RangeError when it has two
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
  { losses, stages, optimizer = "adam", apart = () => "" }: GroupOptions,
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
  const reached = losses.map((loss) => reachOf(built, { losses: [loss], stages }).trained);
  const together = Map.groupBy(wanted, (label) => {
    const by = reached.map((labels) => labels.includes(label));
    return JSON.stringify([planFor(label), by, apart(label)]);
  });
  return [...together.values()].map((labels) => {
    const nodes = labels.map((label) => trainedNode(built, label));
    const plan = planFor(labels[0] ?? "") ?? optimizerOf("adam");
    return {
      nodes,
      plan,
      rate: ruleOf(rateOf(plan)),
      optimizer: makeOptimizer(plan),
      variables: nodes.flatMap(({ parameters }) => parameters.map(({ variable }) => variable)),
    };
  });
}

function trainedNode(built: BuiltGraph, label: string): TrainedNode {
  const model = built.find(label)?.model;
  return { label, parameters: model?.learning === "gradient" ? model.trainable : [] };
}

type PlanFor = (label: string) => OptimizerPlan | undefined;

function plansOf(optimizer: OptimizerChoice, labels: readonly string[]): PlanFor {
  if (isPlan(optimizer)) {
    const plan = optimizerOf(optimizer);
    return () => plan;
  }
  const given = isGroups(optimizer)
    ? optimizer.flatMap(({ nodes, optimizer }) => nodes.map((node) => [node, optimizer] as const))
    : Object.entries(optimizer);
  const plans = new Map<string, OptimizerPlan>();
  for (const [label, plan] of given) {
    if (!labels.includes(label)) throw new UnknownNameError("node", label, { known: labels });
    if (plans.has(label)) {
      throw new RangeError(`Cannot train ${quote(label)} with two optimizers: choose one`);
    }
    if (plan !== undefined) plans.set(label, optimizerOf(plan));
  }
  return (label) => plans.get(label);
}

function isGroups(optimizer: OptimizerChoice): optimizer is readonly OptimizerGroup[] {
  return Array.isArray(optimizer);
}

function isPlan(optimizer: OptimizerChoice): optimizer is string | OptimizerPlan {
  return typeof optimizer === "string" || (!isGroups(optimizer) &&
    typeof optimizer.name === "string" && typeof optimizer.options === "object");
}
