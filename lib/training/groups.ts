/**
 * Which optimizer changes which weights.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { list, quote } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { refuse } from "../graph/problems.ts";
import type { Parameter } from "../models/model.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { reachOf, type Stages } from "./gradient_check.ts";
import { decayOf, makeOptimizer, optimizerOf, type OptimizerPlan, rateOf } from "./optimizer.ts";
import { type OptimizerChoice, planFor } from "./optimizer_choice.ts";
import { checkPatterns, type NamedParameter } from "./parameter_patterns.ts";
import { ruleOf, type ScheduleRule } from "./schedule.ts";
import { isDecayed } from "./weight_decay.ts";

/** A node that is trained. */
export interface TrainedNode {
  readonly label: string;
  /** What of it this group trains, by its name within the node. */
  readonly parameters: readonly Parameter[];
}

/** Parameters that always move together, and what changes them. */
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

/** What says who trains what. */
export interface GroupOptions {
  readonly losses: readonly AppliedLoss[];
  readonly stages?: Stages;
  readonly optimizer?: OptimizerChoice | undefined;
  /** Nodes of which this says different things get optimizers of their own. */
  readonly apart?: (label: string) => string;
}

/**
 * Gives optimizers to all parameters of nodes that losses reach and that are not frozen.
 *
 * Parameters share one when they have equal plans and the same losses reach their nodes: then every
 * batch moves all of them or none, and an optimizer's count of steps is right for each.
 *
 * @param built a graph with weights
 * @param options losses, and one optimizer for all, for each, or for lists of nodes
 * @returns groups, in the order of their first nodes
 * @throws UnknownNameError for an optimizer of a node or a parameter that is not there; GraphError when
 *   a node that is to be trained has none; RangeError when it has two
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
  const wanted = labels.filter((label) => trained.has(label) && !frozen.includes(label))
    .flatMap((label) => parametersAt(built, label));
  const all = labels.flatMap((label) => parametersAt(built, label));
  const find = planFor(optimizer, { labels, parameters: all });
  const planned = wanted.map((parameter) => ({ ...parameter, plan: find(parameter) }));
  refuseWithoutPlan(planned);
  const reached = losses.map((loss) => reachOf(built, { losses: [loss], stages }).trained);
  const together = Map.groupBy(planned, ({ node, plan }) => {
    const by = reached.map((labels) => labels.includes(node));
    return JSON.stringify([plan, by, apart(node)]);
  });
  return [...together.values()].map(makeGroup);
}

interface Trainable extends NamedParameter {
  readonly variable: tf.Variable;
}

interface Planned extends Trainable {
  readonly plan: OptimizerPlan | undefined;
}

function parametersAt(built: BuiltGraph, node: string): readonly Trainable[] {
  const model = built.find(node)?.model;
  if (model?.learning !== "gradient") return [];
  return model.trainable.map((parameter) => ({ node, ...parameter }));
}

function refuseWithoutPlan(planned: readonly Planned[]): void {
  const missing = Map.groupBy(planned, ({ node }) => node);
  const problems = [...missing].flatMap(([node, parameters]) => {
    const without = parameters.filter(({ plan }) => plan === undefined);
    if (without.length === 0) return [];
    const names = without.map(({ name }) => name);
    const what = without.length === parameters.length
      ? `${quote(node)} has no optimizer: give it one, or freeze it`
      : `${quote(node)} has no optimizer for ${list(names)}: give the node one for all others`;
    return [{ node, message: what }];
  });
  refuse("Cannot train the graph", problems);
}

function makeGroup(planned: readonly Planned[]): Group {
  const plan = planned[0]?.plan ?? optimizerOf("adam");
  const decay = decayOf(plan);
  checkPatterns(decay.except, planned);
  const spared = planned.filter((parameter) => !isDecayed(parameter, decay));
  return {
    nodes: [...Map.groupBy(planned, ({ node }) => node)].map(([label, parameters]) => ({
      label,
      parameters: parameters.map(({ name, variable }) => ({ name, variable })),
    })),
    plan,
    rate: ruleOf(rateOf(plan)),
    optimizer: makeOptimizer(plan, { spared: spared.map(({ variable }) => variable.name) }),
    variables: planned.map(({ variable }) => variable),
  };
}
