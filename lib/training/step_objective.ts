/**
 * The objective of a step: a batch flows through the graph and is compared by the losses. Computes
 * with tfjs, so that it can be recorded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import type { StepOutcome } from "../engine/step_runner.ts";
import type { Objective } from "../engine/training_step.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { runFlow } from "../graph/flow.ts";
import { activeNodes } from "./active_nodes.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { givenBy } from "./barriers.ts";
import type { BatchTensors } from "./feed.ts";
import type { Stages } from "./gradient_check.ts";
import { costOf } from "./objective.ts";

/** What a step minimises and tells. */
export interface StepGoal {
  readonly losses: readonly AppliedLoss[];
  readonly stages: Stages;
  /** Labels of nodes whose outputs are told. */
  readonly tell: readonly string[];
  /** Labels of the nodes that losses or results need; others are not called. */
  readonly needed: ReadonlySet<string>;
}

/** What names of results begin with. */
const [LOSS, OUTPUT] = ["loss ", "output "] as const;

/**
 * Computes what a batch costs.
 *
 * @param built a graph with weights
 * @param batch tensors by role and FeatureSet
 * @param goal losses, stages, and what is to be told
 * @returns the cost, and each loss and output by its name
 * @throws RangeError when no loss can be computed from these samples
 */
export function objectiveOf(
  built: BuiltGraph,
  batch: BatchTensors,
  { losses, stages, tell, needed }: StepGoal,
): Objective {
  const roles = Object.entries(batch).map(([role, samples]) => {
    const active = activeNodes(built.graph, Object.keys(samples)).intersection(needed);
    const given = givenBy(built, samples);
    const flows = runFlow(built, samples, { training: true, active, stages, given });
    return [role, { flows, samples, active }] as const;
  });
  const fed = new Set(roles.flatMap(([, { active }]) => [...active]));
  const possible = losses.filter(({ needs }) => needs.every((label) => fed.has(label)));
  if (possible.length === 0) {
    const given = Object.keys(Object.values(batch)[0] ?? {}).join(", ");
    throw new RangeError(`Cannot train on ${given} alone: every loss needs other samples`);
  }
  const { total, values } = costOf(possible, Object.fromEntries(roles));
  const outputs = tell.flatMap((label) =>
    roles.flatMap(([role, { flows }]) => {
      const output = flows[label]?.outputs.output;
      const name = roles.length === 1 ? label : `${label}.${role}`;
      return output ? [[`${OUTPUT}${name}`, output] as const] : [];
    })
  );
  const loss = withPenalties(total, built, fed);
  // Each result costs some microseconds of every step, so that nothing is told twice.
  const isAll = losses.length === 1 && loss === total;
  const told = isAll
    ? []
    : Object.entries(values).map(([label, value]) => [`${LOSS}${label}`, value] as const);
  return { loss, results: Object.fromEntries([...told, ...outputs]) };
}

/** What a step has told, sorted. */
export interface ToldResults {
  /** Each loss by its label, weighted. */
  readonly losses: Readonly<Record<string, number>>;
  /** Outputs of nodes by label. */
  readonly outputs: Readonly<Record<string, HostTensor>>;
}

/**
 * Sorts what a step has told.
 *
 * @param outcome the loss, and results by the names that `objectiveOf` gave
 * @param goal what was minimised
 * @returns numbers of losses and outputs of nodes, by label
 */
export function readTold(
  { loss, results }: StepOutcome,
  { losses: [first, second] }: Pick<StepGoal, "losses">,
): ToldResults {
  const losses: Record<string, number> = {};
  const outputs: Record<string, HostTensor> = {};
  // One that is told replaces it: there may be penalties besides.
  if (first && !second) losses[first.label] = loss;
  for (const name in results) {
    const result = results[name];
    if (result === undefined) continue;
    if (name.startsWith(LOSS)) losses[name.slice(LOSS.length)] = result.data[0] ?? NaN;
    else outputs[name.slice(OUTPUT.length)] = result;
  }
  return { losses, outputs };
}

function withPenalties(
  total: tf.Tensor,
  built: BuiltGraph,
  active: ReadonlySet<string>,
): tf.Tensor {
  return built.nodes.reduce((sum, { node, model }) => {
    const learns = active.has(node.label) && !built.graph.frozen.includes(node.label);
    if (!learns || model.learning !== "gradient" || !model.penalty) return sum;
    return tf.add(sum, model.penalty());
  }, total);
}
